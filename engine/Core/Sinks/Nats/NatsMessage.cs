namespace Sluice.Core.Sinks.Nats;

/// <summary>A message that came on a subscription.</summary>
/// <param name="Subject">Where it was published.</param>
/// <param name="ReplyTo">Where an answer is wanted; null for none.</param>
/// <param name="Headers">The header block; empty for none.</param>
/// <param name="Payload">Its bytes, owned.</param>
internal sealed record NatsMessage(string Subject, string? ReplyTo, ReadOnlyMemory<byte> Headers, ReadOnlyMemory<byte> Payload);
