using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;

namespace Sluice.Host.Bench;

/// <summary>Runs a graph of recordings to its end, and counts what was found.</summary>
/// <param name="graph">The graph; a stage that counts is put behind its last one, or behind its sources where it has none.</param>
/// <param name="models">Its models, which stay loaded from run to run; null where it has none.</param>
internal sealed class EngineRun(GraphConfig graph, ModelRegistry? models)
{
    private const string Counter = "count";
    private long _objects;
    private int _seen;
    private int _expected;
    private long _bytesThen;
    private long _bytesLast;

    /// <summary>Whether its last stage hands on a choice of the frames: the others count as gone through too.</summary>
    public bool Chooses { get; init; }

    /// <summary>Objects found in the latest run.</summary>
    public long Objects => Volatile.Read(ref _objects);

    /// <summary>Whether it has a model that finds objects.</summary>
    public bool FindsObjects => models != null;

    /// <summary>Managed bytes the latest run allocated a frame once a quarter of its frames was through; starting is not part of it.</summary>
    public double SteadyBytesAFrame => (_bytesLast - _bytesThen) / (double)Math.Max(1, _expected - (_expected / 4));

    /// <summary>What the latest run's stages did.</summary>
    public ImmutableArray<StageSnapshot> Stages { get; private set; } = [];

    /// <summary>Loads its model as the graph will run it.</summary>
    public DetectionModel Load(CancellationToken stop)
    {
        var options = (DetectOptions)graph.Stages[^1].Options;
        var shape = DetectFactory.ShapeOf(options, models!.ConfigOf(options.Model), graph.BaseDirectory, graph.Sources.Length, TuningFolder.Store());
        return models.Get(options.Model, shape.Shape.Threads, stop);
    }

    /// <summary>Runs it.</summary>
    /// <param name="frames">How many it will be, over all sources; 0 where nobody asks for <see cref="SteadyBytesAFrame"/>.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>Frames that arrived, over all sources.</returns>
    /// <exception cref="InvalidOperationException">A frame did not get through: nothing measured would be worth anything.</exception>
    public async Task<int> RunAsync(int frames, CancellationToken stop)
    {
        Volatile.Write(ref _objects, 0);
        (_seen, _expected) = (0, frames);
        var counter = new StageConfig
        {
            Id = Counter,
            Factory = new CountFactory(this),
            Options = new CountOptions(),
            From = [new LinkConfig { Stage = graph.Stages is [.., var last] ? last.Id : LinkConfig.AllSources }],
        };
        await using var engine = new Engine(graph with { Stages = [.. graph.Stages, counter] }, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = models == null ? NoServices.Instance : new RunServices(models, TuningFolder.Store()),
            Sources = new SourceFactory(SceneFolder.Cache()).Create,
        });
        await engine.RunAsync(stop);
        stop.ThrowIfCancellationRequested();
        var snapshot = engine.Snapshot();
        Stages = [.. snapshot.Stages.Where(static stage => stage.Id != Counter)];
        var arrived = snapshot.Sources.Sum(static source => source.Arrived);
        var published = snapshot.Sources.Sum(static source => source.Outcomes.GetValueOrDefault(Outcome.Published));
        if (Chooses) published += snapshot.Sources.Sum(static source => source.Outcomes.GetValueOrDefault(Outcome.SampledOut));
        return arrived > 0 && arrived == published ? (int)arrived
            : throw new InvalidOperationException($"Of {arrived} frames {published} got through: there is nothing to compare.");
    }

    // Called for one frame at a time.
    private void Count(int objects)
    {
        _objects += objects;
        _seen++;
        if (_seen == _expected / 4) _bytesThen = GC.GetTotalAllocatedBytes();
        if (_seen == _expected) _bytesLast = GC.GetTotalAllocatedBytes();
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
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
            run.Count(frame.Detections.Length);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
