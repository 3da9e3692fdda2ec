using Sluice.Core.Config;
using Sluice.Host.Bench.Capacity.Strain;

namespace Sluice.Host.Bench.Capacity;

/// <summary>The kinds of stage a trial's graph may use: those of the engine, its plugins', and the strains of the self-check.</summary>
internal static class TrialCatalog
{
    /// <summary>Makes it.</summary>
    /// <param name="graph">The graph's file.</param>
    /// <param name="sets">Values to override in it.</param>
    public static StageCatalog Of(string graph, string[] sets) => GraphOpener.Catalog(graph, new() { Sets = sets }).With([new LockStrain(), new MemoryStrain()]);
}
