using System.Net;

namespace Sluice.Core.Web;

/// <summary>Addresses to listen on, other machines' included: for what may be read by whoever reaches it.</summary>
public static class ListenAddress
{
    /// <summary>Reads an address.</summary>
    /// <param name="address">Such as <c>127.0.0.1:9464</c>, <c>localhost:9464</c>, <c>0.0.0.0:9464</c> or <c>[::]:9464</c>; a name would have to be resolved first.</param>
    /// <exception cref="ArgumentException">It is no address with a port.</exception>
    public static IPEndPoint Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var numeric = address.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + address[9..] : address;
        // The parser alone would take "127.0.0.1" with port 0, which asks for any, and "::1:9464" as an address without a port.
        var colon = numeric.LastIndexOf(':');
        var hasPort = colon > 0 && (numeric.StartsWith('[') ? numeric[colon - 1] == ']' : numeric.IndexOf(':', StringComparison.Ordinal) == colon);
        if (hasPort && IPEndPoint.TryParse(numeric, out var endpoint)) return endpoint;
        throw new ArgumentException($"'{address}' is no address with a port; 127.0.0.1:9464 would be one, or 0.0.0.0:9464 for all of this machine's.", nameof(address));
    }
}
