using System.Collections.Immutable;

namespace Sluice.Core.Telemetry;

/// <summary>Every metric there is, in the order Prometheus is shown them.</summary>
public static class MetricTable
{
    /// <summary>All of them; names are unique.</summary>
    public static ImmutableArray<Metric> All { get; } =
    [
        .. EngineFamilies.All, .. SourceFamilies.All, .. StreamFamilies.All, .. GateFamilies.All, .. StageFamilies.All, .. KeyframeFamilies.All, .. SinkFamilies.All,
        .. ModelFamilies.All, .. ProcessFamilies.All, .. GpuFamilies.All,
    ];
}
