using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Core.Sinks.Nats.JetStream;

/// <summary>JetStream answered with an error.</summary>
/// <param name="what">What was asked.</param>
/// <param name="code">As in HTTP.</param>
/// <param name="errorCode">JetStream's own, such as 10059 for a stream that is not there; 0 when it named none.</param>
/// <param name="description">The server's words.</param>
internal sealed class JetStreamException(string what, int code, int errorCode, string description)
    : NatsException($"{what}: {description} (JetStream error {errorCode}).")
{
    /// <summary>As in HTTP.</summary>
    public int Code { get; } = code;

    /// <summary>JetStream's own.</summary>
    public int ErrorCode { get; } = errorCode;
}
