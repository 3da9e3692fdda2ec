using System.Net;

namespace Sluice.Core.Web;

/// <summary>Addresses that only this machine reaches.</summary>
public static class LoopbackAddress
{
    /// <summary>Reads an address.</summary>
    /// <param name="address">Such as <c>127.0.0.1:8088</c>, <c>localhost:8088</c> or <c>[::1]:8088</c>.</param>
    /// <exception cref="ArgumentException">It is no loopback address with a port.</exception>
    public static IPEndPoint Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var numeric = address.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + address[9..] : address;
        // Without a port the parser would answer 0, which asks for any.
        if (numeric.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(numeric, out var endpoint)
            && IPAddress.IsLoopback(endpoint.Address)) return endpoint;
        throw new ArgumentException($"'{address}' is no loopback address with a port; 127.0.0.1:9464 would be one.", nameof(address));
    }

    /// <summary>Whether a host's name or address means this machine, and no other could have given it that name.</summary>
    /// <param name="host">Without a port.</param>
    public static bool IsLoopback(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
