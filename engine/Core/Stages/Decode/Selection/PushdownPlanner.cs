using Sluice.Core.Config;
using Sluice.Core.Stages.Flow;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>Finds out what of a graph's choices can be made before decoding.</summary>
public static class PushdownPlanner
{
    /// <summary>What a source may choose for the graph.</summary>
    /// <param name="graph">A checked graph.</param>
    /// <param name="source">A source's id.</param>
    /// <param name="later">A later version of the graph, whose links to the source hold too; null for none.</param>
    /// <returns>The choice of the one <c>sample</c> stage that takes the source; null when anything else takes its frames too.</returns>
    public static Pushdown? For(GraphConfig graph, string source, GraphConfig? later = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var taking = graph.Stages.Concat(later?.Stages ?? []).Where(stage => stage.From.Any(link => link.Stage == source || link.Stage == LinkConfig.AllSources))
            .Select(static stage => stage.Id).ToHashSet(StringComparer.Ordinal);
        var takers = graph.Stages.Where(stage => taking.Contains(stage.Id)).ToList();
        return takers is [{ Options: SampleOptions options } only] ? new(only.Id, options) : null;
    }
}
