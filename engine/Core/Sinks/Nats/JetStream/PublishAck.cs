namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>A stream has a message.</summary>
/// <param name="Stream">Which stream.</param>
/// <param name="Sequence">The message's place in it.</param>
/// <param name="IsDuplicate">Whether it had a message with that id already; the place is that one's.</param>
internal readonly record struct PublishAck(string Stream, long Sequence, bool IsDuplicate);
