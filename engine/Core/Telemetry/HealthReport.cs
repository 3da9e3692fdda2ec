using System.Collections.Immutable;
using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>Whether an engine takes frames and gets rid of them, and what is wrong when it does not.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Reasons">What keeps it from being ready; empty when nothing does.</param>
/// <param name="Sources">Each source. One that is dark is that camera's matter: the engine is not ready when all are.</param>
/// <param name="Sinks">Each sink.</param>
public sealed record HealthReport(string Engine, EngineState State, ImmutableArray<string> Reasons, ImmutableArray<SourceHealth> Sources, ImmutableArray<SinkHealth> Sinks)
{
    /// <summary>Whether it is ready.</summary>
    public bool IsReady => Reasons.IsEmpty;

    /// <summary>Whether its stages have started.</summary>
    public bool IsStarted => State is not (EngineState.Created or EngineState.Starting);
}
