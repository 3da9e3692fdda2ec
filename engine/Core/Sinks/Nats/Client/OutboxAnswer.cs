namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>What became of a message given to an outbox.</summary>
internal enum OutboxAnswer
{
    /// <summary>Taken over.</summary>
    Taken,

    /// <summary>There is no room just now.</summary>
    Full,

    /// <summary>There is no server, and this outbox keeps nothing for the next one.</summary>
    NoServer,
}
