using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Nats;

/// <summary>Options of the <c>nats</c> stage.</summary>
public sealed record NatsOptions
{
    /// <summary>Servers, separated by commas; or <c>embedded:FOLDER</c> for a nats-server that the engine runs itself.</summary>
    [Description("nats://user:${PASSWORD}@host:4222 or tls://host:4222, several separated by commas; or embedded:FOLDER, a nats-server that the engine runs itself.")]
    public string Url { get; init; } = "nats://127.0.0.1:4222";

    /// <summary>What every subject begins with.</summary>
    [Description("What every subject begins with.")]
    public string Subject { get; init; } = "sluice";

    /// <summary>How messages look.</summary>
    [Description("How messages look: sluice (summaries, events, health), or one message a frame or object in another system's form."),
     AllowedValues("sluice", "deepstream-minimal", "dlstreamer", "frigate-event")]
    public string Format { get; init; } = "sluice";

    /// <summary>How often each source is summed up.</summary>
    [Description("How often a summary of each source, and the engine's health, is published."), Range(0.1, 86_400d)]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a sink may make no progress before it is said to lag.</summary>
    [Description("How long a sink of the engine may make no progress with what waits in it before that is told."), Range(0.1, 86_400d)]
    public TimeSpan LagAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a message has to reach before it leaves the spool.</summary>
    [Description("What a message has to reach before it leaves the spool.")]
    public NatsMode Mode { get; init; } = NatsMode.Core;

    /// <summary>The stream, with <c>mode: jetstream</c>.</summary>
    [Description("The stream, with mode: jetstream.")]
    public NatsStreamOptions Stream { get; init; } = new();

    /// <summary>Messages that may be on their way at a time.</summary>
    [Description("Messages that may be on their way at a time."), Range(1, 65_536)]
    public int InFlight { get; init; } = 256;

    /// <summary>A file with who the client is.</summary>
    [Description("A .creds file (JWT and key), or a file with a user's key (SU...); relative to the graph file.")]
    public string? Credentials { get; init; }

    /// <summary>Whom it trusts.</summary>
    [Description("Whom the client trusts and what it shows of itself; with this, nothing but TLS will do.")]
    public NatsTlsOptions? Tls { get; init; }

    /// <summary>Whether the engine answers the service discovery protocol.</summary>
    [Description("Whether the engine answers NATS service discovery ($SRV.PING, INFO, STATS).")]
    public bool Service { get; init; } = true;

    /// <summary>Where messages wait for the server.</summary>
    [Description("Where messages wait for the server, other than engine.spool says.")]
    public SpoolOverride? Spool { get; init; }

    /// <summary>How long the end of a run waits for the server to take the rest.</summary>
    [Description("How long the end of a run waits for the server to take the rest; what is left waits in the spool for the next run."), Range(0d, 86_400d)]
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
