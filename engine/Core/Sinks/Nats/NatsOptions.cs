using System.ComponentModel;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Nats;

/// <summary>Options of the <c>nats</c> stage.</summary>
public sealed record NatsOptions
{
    /// <summary>Servers, separated by commas; or <c>embedded:FOLDER</c> for a nats-server that the engine runs itself.</summary>
    [Description("nats://user:${PASSWORD}@host:4222, several separated by commas; or embedded:FOLDER, a nats-server that the engine runs itself.")]
    public string Url { get; init; } = "nats://127.0.0.1:4222";

    /// <summary>What every subject begins with.</summary>
    [Description("What every subject begins with.")]
    public string Subject { get; init; } = "sluice";

    /// <summary>How often each source is summed up.</summary>
    [Description("How often a summary of each source is published.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much may wait in memory; then keyframes and events wait, and the edge's policy applies.</summary>
    [Description("How much may wait in memory for the server; then the stage waits, and its edge's policy applies.")]
    public ByteSize Queue { get; init; } = new(8 << 20);

    /// <summary>How long the end of a run waits for the server to take the rest.</summary>
    [Description("How long the end of a run waits for the server to take the rest.")]
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
