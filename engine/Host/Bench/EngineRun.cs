using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;

namespace Sluice.Host.Bench;

/// <summary>Runs a graph of recordings and a <c>detect</c> stage to its end, and counts what was found.</summary>
/// <param name="graph">The graph; a stage that counts is put behind its last one.</param>
/// <param name="models">Its models, which stay loaded from run to run.</param>
internal sealed class EngineRun(GraphConfig graph, ModelRegistry models)
{
    private const string Counter = "count";
    private long _objects;

    /// <summary>Objects found in the latest run.</summary>
    public long Objects => Volatile.Read(ref _objects);

    /// <summary>What the latest run's stages did.</summary>
    public ImmutableArray<StageSnapshot> Stages { get; private set; } = [];

    /// <summary>Loads its model as the graph will run it.</summary>
    public DetectionModel Load(CancellationToken stop)
    {
        var options = (DetectOptions)graph.Stages[^1].Options;
        var shape = DetectFactory.ShapeOf(options, models.ConfigOf(options.Model), graph.BaseDirectory, graph.Sources.Length, TuningFolder.Store());
        return models.Get(options.Model, shape.Shape.Threads, stop);
    }

    /// <summary>Runs it.</summary>
    /// <returns>Frames that arrived, over all sources.</returns>
    /// <exception cref="InvalidOperationException">A frame did not get through: nothing measured would be worth anything.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        Volatile.Write(ref _objects, 0);
        var counter = new StageConfig
        {
            Id = Counter,
            Factory = new CountFactory(this),
            Options = new CountOptions(),
            From = [new LinkConfig { Stage = graph.Stages[^1].Id }],
        };
        await using var engine = new Engine(graph with { Stages = [.. graph.Stages, counter] }, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = new RunServices(models, TuningFolder.Store()),
            Sources = new SourceFactory(SceneFolder.Cache()).Create,
        });
        await engine.RunAsync(stop);
        stop.ThrowIfCancellationRequested();
        var snapshot = engine.Snapshot();
        Stages = [.. snapshot.Stages.Where(static stage => stage.Id != Counter)];
        var arrived = snapshot.Sources.Sum(static source => source.Arrived);
        var published = snapshot.Sources.Sum(static source => source.Outcomes.GetValueOrDefault(Outcome.Published));
        return arrived > 0 && arrived == published ? (int)arrived
            : throw new InvalidOperationException($"Of {arrived} frames {published} got through: there is nothing to compare.");
    }

    private sealed record CountOptions;

    private sealed class CountFactory(EngineRun run) : StageFactory<CountOptions>
    {
        public override string Use => Counter;

        public override string Summary => "Counts objects.";

        protected override IStage Create(StageContext context, CountOptions options) => new CountStage(run);
    }

    private sealed class CountStage(EngineRun run) : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            Interlocked.Add(ref run._objects, frame.Detections.Length);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
