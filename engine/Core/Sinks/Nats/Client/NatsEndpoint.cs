namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>A server, and as whom it is spoken to.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">4222 unless told.</param>
/// <param name="User">Null for none.</param>
/// <param name="Password">Never printed.</param>
/// <param name="Token">In place of user and password; never printed.</param>
internal sealed record NatsEndpoint(string Host, int Port, string? User, string? Password, string? Token)
{
    private const int DefaultPort = 4222;

    /// <summary>Whether nothing but TLS will do, whatever the server says.</summary>
    public bool WantsTls { get; init; }

    /// <summary>The name its certificate is checked against; the host unless the server was found through another one.</summary>
    public string TlsName { get; init; } = Host;

    /// <summary>What is wrong with a URL; null when nothing is. The text never repeats a secret.</summary>
    public static string? Fault(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "nats" or "tls" && uri.Host.Length > 0 && uri.AbsolutePath is "" or "/"
            ? null
            : "is no nats://user:password@host:4222 or tls://host:4222 URL, and no embedded:FOLDER.";

    /// <summary>Reads a URL that <see cref="Fault"/> found nothing wrong with; a user without a password is a token.</summary>
    public static NatsEndpoint Parse(string url)
    {
        var uri = new Uri(url);
        var parts = uri.UserInfo.Split(':', 2);
        var first = parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null;
        var port = uri.Port > 0 ? uri.Port : DefaultPort;
        var secure = uri.Scheme == "tls";
        return parts.Length > 1
            ? new(uri.DnsSafeHost, port, first, Uri.UnescapeDataString(parts[1]), null) { WantsTls = secure }
            : new(uri.DnsSafeHost, port, null, null, first) { WantsTls = secure };
    }

    /// <summary>Another server of the same cluster, spoken to as the same user.</summary>
    /// <param name="address">Host and port, as a server tells them.</param>
    /// <returns>Null when that is no address.</returns>
    public NatsEndpoint? Sibling(string address)
    {
        if (!Uri.TryCreate($"nats://{address}", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.AbsolutePath is not ("" or "/")) return null;
        var host = uri.DnsSafeHost;
        if (host.Length == 0) return null;
        // Clusters tell addresses, certificates hold names.
        var name = uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 ? TlsName : host;
        return this with { Host = host, Port = uri.Port > 0 ? uri.Port : DefaultPort, TlsName = name };
    }

    /// <summary>Whether two of them are the same server.</summary>
    public bool IsSameServer(NatsEndpoint other) => Port == other.Port && string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>The URL as it may be shown.</summary>
    public override string ToString()
        => $"{(WantsTls ? "tls" : "nats")}://{(User != null ? $"{User}:***@" : Token != null ? "***@" : "")}{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";
}
