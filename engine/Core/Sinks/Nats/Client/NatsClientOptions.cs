namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>How a client behaves.</summary>
internal sealed record NatsClientOptions
{
    /// <summary>Servers, tried in turn; their cluster's others are found out.</summary>
    public required IReadOnlyList<NatsEndpoint> Servers { get; init; }

    /// <summary>What servers list it by.</summary>
    public string Name { get; init; } = "sluice";

    /// <summary>Whom it trusts; owned by the connection. Null trusts those that the machine trusts.</summary>
    public NatsTls? Tls { get; init; }

    /// <summary>Its key; null for none.</summary>
    public NatsCredentials? Credentials { get; init; }

    /// <summary>How much may wait for a server, encoded.</summary>
    public long BufferBytes { get; init; } = 8 << 20;

    /// <summary>
    /// Whether messages wait for the next connection when one breaks, and are sent again when they were not confirmed. Without it nothing
    /// outlives a connection: publishing fails while there is none, and requests fail with it.
    /// </summary>
    public bool Keeps { get; init; } = true;

    /// <summary>How long a server has for its greeting and the log-in.</summary>
    public TimeSpan HandshakeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an idle server is asked whether it is there; one that misses two is left.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The pause after the first failed round of all servers; it doubles from there.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause between rounds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most that is taken from a server.</summary>
    public NatsLimits Limits { get; init; } = NatsLimits.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
