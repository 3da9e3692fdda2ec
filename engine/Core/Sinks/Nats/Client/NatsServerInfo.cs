using System.Collections.Immutable;
using System.Text.Json;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>What a server says of itself, when it is connected to and whenever its cluster changes.</summary>
internal sealed record NatsServerInfo
{
    private const int MostUrls = 256;

    /// <summary>The largest message it takes, in bytes, as far as an <see cref="int"/> goes.</summary>
    public int MaxPayload { get; private init; } = 1 << 20;

    /// <summary>Its version; empty when it says none.</summary>
    public string Version { get; private init; } = "";

    /// <summary>Whether it speaks only TLS from here on.</summary>
    public bool TlsRequired { get; private init; }

    /// <summary>Whether it speaks TLS with those who want it.</summary>
    public bool TlsAvailable { get; private init; }

    /// <summary>Whether messages may carry headers.</summary>
    public bool Headers { get; private init; }

    /// <summary>Whether it is about to go, and wants its clients to go elsewhere first.</summary>
    public bool IsLeaving { get; private init; }

    /// <summary>What a client with a key has to sign; null when it asks for none.</summary>
    public string? Nonce { get; private init; }

    /// <summary>Addresses of the servers of its cluster, at most 256.</summary>
    public ImmutableArray<string> ConnectUrls { get; private init; } = [];

    /// <summary>Reads the JSON of INFO.</summary>
    /// <exception cref="NatsProtocolException">It is no JSON object, or a value has the wrong type.</exception>
    public static NatsServerInfo Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 8 });
            var root = document.RootElement;
            return new()
            {
                MaxPayload = root.TryGetProperty("max_payload", out var size) ? (int)Math.Clamp(size.GetInt64(), 1, int.MaxValue) : 1 << 20,
                Version = root.TryGetProperty("version", out var version) ? version.GetString() ?? "" : "",
                TlsRequired = Flag(root, "tls_required"),
                TlsAvailable = Flag(root, "tls_available"),
                Headers = Flag(root, "headers"),
                IsLeaving = Flag(root, "ldm"),
                Nonce = root.TryGetProperty("nonce", out var nonce) ? nonce.GetString() : null,
                ConnectUrls = root.TryGetProperty("connect_urls", out var urls) && urls.ValueKind != JsonValueKind.Null
                    ? [.. urls.EnumerateArray().Take(MostUrls).Select(static url => url.GetString() ?? "")]
                    : [],
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            throw new NatsProtocolException("INFO is not what a server says of itself.", fault);
        }
    }

    private static bool Flag(JsonElement root, string name) => root.TryGetProperty(name, out var flag) && flag.GetBoolean();
}
