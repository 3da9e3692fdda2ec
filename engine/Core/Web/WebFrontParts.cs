using Sluice.Core.Graph;

namespace Sluice.Core.Web;

/// <summary>What a web front serves.</summary>
public sealed record WebFrontParts
{
    /// <summary>Reads the engine's counters: <c>/metrics</c> and what probes ask are made of them.</summary>
    public required Func<EngineSnapshot> Snapshot { get; init; }

    /// <summary>Changes the engine's sources: adds <c>/v1/sources</c> and the page at <c>/</c>; null for neither.</summary>
    public SourceControl? Control { get; init; }

    /// <summary>The paths of stages; null for none.</summary>
    public WebRoutes? Routes { get; init; }
}
