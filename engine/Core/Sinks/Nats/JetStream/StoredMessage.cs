using System.Text.Json;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>A message as a stream keeps it.</summary>
/// <param name="Subject">Where it was published.</param>
/// <param name="Sequence">Its place.</param>
/// <param name="At">When the stream took it.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Payload">Its bytes.</param>
internal sealed record StoredMessage(string Subject, long Sequence, DateTimeOffset At, NatsHeaders Headers, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Reads an answer to STREAM.MSG.GET.</summary>
    public static StoredMessage Parse(JsonElement root)
    {
        var message = root.GetProperty("message");
        return new(
            message.GetProperty("subject").GetString()!,
            message.GetProperty("seq").GetInt64(),
            message.GetProperty("time").GetDateTimeOffset(),
            message.TryGetProperty("hdrs", out var headers) ? NatsHeaders.Parse(headers.GetBytesFromBase64()) : NatsHeaders.None,
            message.TryGetProperty("data", out var data) ? data.GetBytesFromBase64() : default(ReadOnlyMemory<byte>));
    }
}
