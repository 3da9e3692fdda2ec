namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>One message to publish; borrowed until it is encoded.</summary>
/// <param name="subject">Dotted words.</param>
/// <param name="payload">The message.</param>
/// <param name="replyTo">Where an answer is wanted; null for none.</param>
/// <param name="headers">Names and values, each on one line; empty for none.</param>
internal readonly ref struct NatsPublish(string subject, ReadOnlySpan<byte> payload, string? replyTo = null, ReadOnlySpan<NatsHeader> headers = default)
{
    public string Subject { get; } = subject;

    public string? ReplyTo { get; } = replyTo;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    public ReadOnlySpan<NatsHeader> Headers { get; } = headers;
}
