namespace Sluice.Core.Sinks.Nats.Client;

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
