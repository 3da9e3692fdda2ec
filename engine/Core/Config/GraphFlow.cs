using System.Collections.Immutable;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Config;

/// <summary>What flows where in a checked graph: the order of stages, the sources that reach each, what frames carry.</summary>
public sealed class GraphFlow
{
    private readonly Dictionary<string, ImmutableArray<SourceConfig>> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamContent> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamContent> _input = new(StringComparer.Ordinal);

    private GraphFlow(GraphConfig graph)
    {
        foreach (var source in graph.Sources)
        {
            _sources[source.Id] = [source];
            _given[source.Id] = StreamContent.Pictures;
        }

        _sources[LinkConfig.AllSources] = graph.Sources;
        _given[LinkConfig.AllSources] = StreamContent.Pictures;
        Order = Sort(graph.Stages);
        foreach (var stage in Order) Visit(graph, stage);
    }

    /// <summary>The stages, givers before takers; otherwise in file order.</summary>
    public ImmutableArray<StageConfig> Order { get; }

    /// <summary>Follows the links of a graph.</summary>
    /// <param name="graph">Checked: every reference resolves and there is no cycle.</param>
    /// <exception cref="InvalidOperationException">The graph has a cycle or an unknown reference.</exception>
    public static GraphFlow Of(GraphConfig graph) => new(graph);

    /// <summary>The sources whose frames reach a stage, or leave a source or <c>*</c>; in file order.</summary>
    /// <param name="id">A stage's or a source's id, or <c>*</c>.</param>
    public ImmutableArray<SourceConfig> SourcesOf(string id) => _sources[id];

    /// <summary>What the frames of a stage or source are sure to carry.</summary>
    /// <param name="id">A stage's or a source's id, or <c>*</c>.</param>
    public StreamContent GivenBy(string id) => _given[id];

    /// <summary>What frames on a stage's links are sure to carry, all links together.</summary>
    /// <param name="stage">A stage's id.</param>
    public StreamContent InputOf(string stage) => _input[stage];

    /// <summary>The bounds of a link with defaults filled in.</summary>
    /// <param name="link">A link of this graph.</param>
    public EffectiveLink EffectiveOf(LinkConfig link) => EdgeDefaults.For(link, _sources[link.Stage].Any(static s => s.IsLive));

    private static ImmutableArray<StageConfig> Sort(ImmutableArray<StageConfig> stages)
    {
        var waiting = new List<StageConfig>(stages);
        var missing = stages.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var order = ImmutableArray.CreateBuilder<StageConfig>(stages.Length);
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(s => s.From.All(l => !missing.Contains(l.Stage)));
            if (next < 0) throw new InvalidOperationException($"Stage '{waiting[0].Id}' is part of a cycle.");
            order.Add(waiting[next]);
            missing.Remove(waiting[next].Id);
            waiting.RemoveAt(next);
        }

        return order.MoveToImmutable();
    }

    private void Visit(GraphConfig graph, StageConfig stage)
    {
        var reached = new HashSet<SourceConfig>();
        var input = ~StreamContent.None;
        foreach (var link in stage.From)
        {
            if (!_given.TryGetValue(link.Stage, out var given))
                throw new InvalidOperationException($"Stage '{stage.Id}' takes from '{link.Stage}', which does not exist.");
            reached.UnionWith(_sources[link.Stage]);
            input &= given;
        }

        _sources[stage.Id] = [.. graph.Sources.Where(reached.Contains)];
        _input[stage.Id] = input;
        _given[stage.Id] = stage.Factory.Gives(input, stage.Options);
    }
}
