using System.Text.Json;

namespace Sluice.Core.Sinks.Nats;

/// <summary>What a server says of itself when it is connected to.</summary>
/// <param name="MaxPayload">The largest message it takes, in bytes.</param>
/// <param name="TlsRequired">Whether it speaks only TLS from here on.</param>
/// <param name="Headers">Whether messages may carry headers.</param>
internal sealed record NatsServerInfo(int MaxPayload, bool TlsRequired, bool Headers)
{
    /// <summary>Reads the JSON of INFO.</summary>
    /// <exception cref="NatsProtocolException">It is no JSON object, or a value has the wrong type.</exception>
    public static NatsServerInfo Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 8 });
            var root = document.RootElement;
            return new(
                root.TryGetProperty("max_payload", out var size) ? size.GetInt32() : 1 << 20,
                root.TryGetProperty("tls_required", out var tls) && tls.GetBoolean(),
                root.TryGetProperty("headers", out var headers) && headers.GetBoolean());
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            throw new NatsProtocolException("INFO is not what a server says of itself.", fault);
        }
    }
}
