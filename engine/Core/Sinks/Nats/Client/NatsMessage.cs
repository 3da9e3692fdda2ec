using System.Buffers;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>A message that came on a subscription.</summary>
/// <param name="Subject">Where it was published.</param>
/// <param name="ReplyTo">Where an answer is wanted; null for none.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Payload">Its bytes, owned.</param>
internal sealed record NatsMessage(string Subject, string? ReplyTo, NatsHeaders Headers, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Copies a message out of the buffer it came in.</summary>
    /// <exception cref="NatsProtocolException">Its headers are none.</exception>
    public static NatsMessage From(in NatsOp op) => new(
        op.Subject,
        op.ReplyTo,
        op.Headers.IsEmpty ? NatsHeaders.None : NatsHeaders.Parse(op.Headers.IsSingleSegment ? op.Headers.FirstSpan : op.Headers.ToArray()),
        op.Payload.IsEmpty ? default(ReadOnlyMemory<byte>) : op.Payload.ToArray());
}
