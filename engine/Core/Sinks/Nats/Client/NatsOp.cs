using System.Buffers;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>One operation as it came; payload and headers borrow the buffer it was read from.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Text">The JSON of INFO, the text of -ERR; empty otherwise.</param>
/// <param name="Subject">Of a message.</param>
/// <param name="Sid">The subscription a message is for.</param>
/// <param name="ReplyTo">Where an answer is wanted; null for none.</param>
/// <param name="Headers">A message's header block, with its first line and the empty line.</param>
/// <param name="Payload">A message's payload.</param>
internal readonly record struct NatsOp(
    NatsOpKind Kind, string Text = "", string Subject = "", int Sid = 0, string? ReplyTo = null,
    ReadOnlySequence<byte> Headers = default, ReadOnlySequence<byte> Payload = default);
