namespace Sluice.Core.Sinks.Nats;

/// <summary>A server, and as whom it is spoken to.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">4222 unless told.</param>
/// <param name="User">Null for none.</param>
/// <param name="Password">Never printed.</param>
/// <param name="Token">In place of user and password; never printed.</param>
internal sealed record NatsEndpoint(string Host, int Port, string? User, string? Password, string? Token)
{
    private const int DefaultPort = 4222;

    /// <summary>What is wrong with a URL; null when nothing is. The text never repeats a secret.</summary>
    public static string? Fault(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == "nats" && uri.Host.Length > 0 && uri.AbsolutePath is "" or "/"
            ? null
            : "is no nats://user:password@host:4222 URL, and no embedded:FOLDER.";

    /// <summary>Reads a URL that <see cref="Fault"/> found nothing wrong with; a user without a password is a token.</summary>
    public static NatsEndpoint Parse(string url)
    {
        var uri = new Uri(url);
        var parts = uri.UserInfo.Split(':', 2);
        var first = parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null;
        var port = uri.Port > 0 ? uri.Port : DefaultPort;
        return parts.Length > 1
            ? new(uri.Host, port, first, Uri.UnescapeDataString(parts[1]), null)
            : new(uri.Host, port, null, null, first);
    }

    /// <summary>The URL as it may be shown.</summary>
    public override string ToString() => $"nats://{(User != null ? $"{User}:***@" : Token != null ? "***@" : "")}{Host}:{Port}";
}
