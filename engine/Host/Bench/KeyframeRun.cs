using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;

namespace Sluice.Host.Bench;

/// <summary>Runs clips through a graph with a <c>keyframes</c> stage, once and in order, and notes what it chose.</summary>
/// <param name="clips">The clips; each is a source.</param>
/// <param name="options">How.</param>
internal sealed class KeyframeRun(IReadOnlyList<string> clips, KeyframeBenchOptions options)
{
    private const string Pick = "pick";
    private readonly List<(string Source, long Frame, Keyframe Keyframe)> _chosen = [];
    private readonly Dictionary<string, ILookup<long, Detection>> _truth = [];

    /// <summary>Runs it.</summary>
    /// <returns>One reading a clip.</returns>
    public async Task<List<KeyframeReading>> RunAsync(CancellationToken stop)
    {
        var ids = Enumerable.Range(0, clips.Count).Select(static i => $"clip{i}").ToList();
        if (options.WithTruth)
            foreach (var (clip, id) in clips.Zip(ids)) _truth[id] = KeyframeTruth.Beside(clip);
        var graph = WithTools(Graph(ids));
        using var models = new ModelRegistry(graph.Models, graph.BaseDirectory);
        await using var engine = new Engine(graph, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new RunServices(models, TuningFolder.Store()),
            Sources = new SourceFactory(SceneFolder.Cache()).Create,
        });
        await engine.RunAsync(stop);
        stop.ThrowIfCancellationRequested();
        var snapshot = engine.Snapshot();
        var stage = snapshot.Stages.Single(static stage => stage.Id == Pick);
        var mean = stage.Busy.TotalMicroseconds / Math.Max(1, stage.In);
        return [.. clips.Zip(ids, (clip, id) =>
        {
            var chosen = _chosen.Where(one => one.Source == id).OrderBy(static one => one.Frame).ToList();
            return new KeyframeReading(Path.GetFileName(clip), [.. chosen.Select(static one => one.Frame)],
                snapshot.Sources.Single(source => source.Id == id).Arrived, Math.Round(mean, 1), [.. chosen.Select(static one => one.Keyframe.Reasons)]);
        })];
    }

    private GraphConfig Graph(List<string> ids)
    {
        var share = options.Together ? "global" : "source";
        var sources = clips.Zip(ids, static (clip, id) => $"{{ id: {id}, uri: {JsonSerializer.Serialize(Path.GetFullPath(clip))} }}");
        var (models, look, from, embedding) = options.Embedding is { } model
            ? ($"{{ id: scene, path: {JsonSerializer.Serialize(Path.GetFullPath(model))} }}", "{ id: look, use: embed, from: \"*\", model: scene, whole: true }, ", "look", ", embedding: scene")
            : ("", "", "\"*\"", "");
        var text = $$"""
            version: 1
            models: [{{models}}]
            sources: [{{string.Join(", ", sources)}}]
            stages: [{{look}}{ id: {{Pick}}, use: keyframes, from: {{from}}, budget: { rate: {{options.Count.ToString(CultureInfo.InvariantCulture)}}, share: {{share}} }{{embedding}} }]
            """;
        return GraphLoader.Parse(text, "command line", Directory.GetCurrentDirectory(), BuiltInStages.Catalog(),
            new LoadOptions { Sets = [.. options.Sets.Select(static value => $"stages.{Pick}.{value}")] });
    }

    // What is true of the clip comes before the stage, what it chose is noted behind it.
    private GraphConfig WithTools(GraphConfig graph)
    {
        var note = Tool("note", Pick, frame => _chosen.Add((frame.Info.Source, frame.Info.Index, frame.Keyframe!)), null);
        if (!options.WithTruth) return graph with { Stages = [.. graph.Stages, note] };
        var tell = Tool("tell", "*", null, frame => frame.With([.. _truth[frame.Info.Source][frame.Info.Index]]));
        var first = graph.Stages[0];
        tell = tell with { From = first.From };
        return graph with { Stages = [tell, first with { From = [new LinkConfig { Stage = tell.Id }] }, .. graph.Stages[1..], note] };
    }

    private static StageConfig Tool(string id, string from, Action<Frame>? note, Func<Frame, Frame>? change) => new()
    {
        Id = id,
        Factory = new ToolFactory(note, change),
        Options = new ToolOptions(),
        From = [new LinkConfig { Stage = from }],
    };

    private sealed record ToolOptions;

    private sealed class ToolFactory(Action<Frame>? note, Func<Frame, Frame>? change) : StageFactory<ToolOptions>
    {
        public override string Use => "tool";

        public override string Summary => "Notes or changes frames.";

        protected override IStage Create(StageContext context, ToolOptions options) => new ToolStage(note, change);
    }

    private sealed class ToolStage(Action<Frame>? note, Func<Frame, Frame>? change) : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            note?.Invoke(frame);
            return change == null ? ValueTask.CompletedTask : output.EmitAsync(change(frame), stop);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
