namespace Sluice.Core.Sinks.Nats;

/// <summary>What a NATS server may send.</summary>
internal enum NatsOpKind
{
    Info,
    Message,
    Ping,
    Pong,
    Ok,
    Error,
}
