using Sluice.Core.Config;

namespace Sluice.Core.Graph;

/// <summary>
/// The engine a stage is part of, for sinks that tell of more than the frames they are given: ask for it with
/// <c>context.Services.GetService(typeof(EngineView))</c>. Thread-safe.
/// </summary>
public sealed class EngineView
{
    private readonly Func<EngineSnapshot> _snapshot;

    /// <summary>Shows an engine.</summary>
    /// <param name="config">Its graph.</param>
    /// <param name="startedAt">When it was made.</param>
    /// <param name="snapshot">Reads its counters, at any time and from any thread.</param>
    public EngineView(GraphConfig config, DateTimeOffset startedAt, Func<EngineSnapshot> snapshot)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(snapshot);
        (Config, StartedAt, _snapshot) = (config, startedAt, snapshot);
        Run = Guid.CreateVersion7(startedAt);
    }

    /// <summary>This run of the engine: the same for all its sinks, another after a restart.</summary>
    public Guid Run { get; }

    /// <summary>When the engine was made.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The graph it was started with; sources may have come and gone since.</summary>
    public GraphConfig Config { get; }

    /// <summary>What it has done so far: sources with every outcome, stages, sinks. Costs some microseconds a source.</summary>
    public EngineSnapshot Snapshot() => _snapshot();
}
