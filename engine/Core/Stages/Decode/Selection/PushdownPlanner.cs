using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Flow;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Crops;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>Finds out what of a graph's choices can be made before decoding, and how cheaply the rest may be decoded.</summary>
public static class PushdownPlanner
{
    /// <summary>What a source may do for the graph.</summary>
    /// <param name="graph">A checked graph.</param>
    /// <param name="source">The source.</param>
    /// <param name="later">A later version of the graph, whose links to the source hold too; null for none.</param>
    /// <returns>Null when every frame is wanted as it is.</returns>
    public static Pushdown? For(GraphConfig graph, SourceConfig source, GraphConfig? later = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(source);

        // The stages are those that run; a source that is added later comes with links of its own.
        var linked = (later?.Stages ?? []).Where(stage => TakesFrom(stage, source.Id)).Select(static stage => stage.Id).ToHashSet(StringComparer.Ordinal);
        var reach = new Reach(graph, source.Id, linked);
        var push = Choices(reach, source);
        if (!source.Exact) push = Economies(reach, push ?? new());
        return push is null or { Choices: [], LoopFilter: LoopFilterSkip.None, Models: [] } ? null : push;
    }

    private static Pushdown? Choices(Reach reach, SourceConfig config)
    {
        var choices = ImmutableArray.CreateBuilder<PushedChoice>();
        var handsOn = false;
        foreach (var taker in reach.Takers)
        {
            if (taker.Options is SampleOptions sample && reach.IsOnlyWay(taker))
            {
                choices.Add(new(taker.Id, sample));
                continue;
            }

            // Frames that are passed by come without picture: nobody behind may look at one. A gate leaves frames out altogether.
            if (config.Gate != null || reach.ReadBehind(taker)) return null;
            handsOn = true;
            if (taker.Options is DetectOptions { Interval: > 0 and var interval } && reach.IsOnlyWay(taker))
                choices.Add(new(taker.Id, new() { Every = interval + 1 }));
            else if (taker.Factory.ReadsPictures(taker.Options)) return null;
        }

        return choices.Count is 0 or > StageChoice.MostStages ? null : new() { Choices = choices.ToImmutable(), HandsOnOthers = handsOn };
    }

    private static Pushdown Economies(Reach reach, Pushdown push)
    {
        var readers = reach.All.Where(static stage => stage.Factory.ReadsPictures(stage.Options)).ToList();
        var areModels = readers.Count > 0 && readers.All(static stage => stage.Options is DetectOptions or CropOptions);
        var models = readers.All(static stage => stage.Options is DetectOptions { Roi: null, Tiles: null })
            ? readers.Select(static stage => ((DetectOptions)stage.Options).Model).Distinct(StringComparer.Ordinal) : [];
        return push with { LoopFilter = areModels ? LoopFilterSkip.All : LoopFilterSkip.NonReference, Models = [.. models] };
    }

    private static bool TakesFrom(StageConfig stage, string source) => stage.From.Any(link => link.Stage == source || link.Stage == LinkConfig.AllSources);

    /// <summary>The stages that a source's frames come to.</summary>
    private sealed class Reach
    {
        private readonly IReadOnlyList<StageConfig> _stages;

        public Reach(GraphConfig graph, string source, HashSet<string> linked)
        {
            _stages = graph.Stages;
            Takers = [.. graph.Stages.Where(stage => TakesFrom(stage, source) || linked.Contains(stage.Id))];
            All = [.. Takers.Concat(Takers.SelectMany(Behind)).Distinct()];
        }

        /// <summary>Those that take from the source itself.</summary>
        public IReadOnlyList<StageConfig> Takers { get; }

        /// <summary>Those and all behind them.</summary>
        public IReadOnlyList<StageConfig> All { get; }

        /// <summary>Whether a stage behind another reads pixels.</summary>
        public bool ReadBehind(StageConfig stage) => Behind(stage).Any(static behind => behind.Factory.ReadsPictures(behind.Options));

        /// <summary>Whether a taker has the source's frames from nobody else as well.</summary>
        public bool IsOnlyWay(StageConfig taker) => !taker.From.Any(link => All.Any(stage => stage.Id == link.Stage));

        private IEnumerable<StageConfig> Behind(StageConfig stage)
        {
            // No cycles in a checked graph.
            foreach (var next in _stages.Where(next => next.From.Any(link => link.Stage == stage.Id)))
            {
                yield return next;
                foreach (var further in Behind(next)) yield return further;
            }
        }
    }
}
