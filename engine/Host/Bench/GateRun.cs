using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Stages.Inference;
using Sluice.Host.Output;

namespace Sluice.Host.Bench;

/// <summary>Runs one clip through a graph, gated or not, and notes what came out and what it took.</summary>
/// <param name="graph">One source; where it has stages, frames are counted behind the last.</param>
/// <param name="models">Its models, which stay loaded; null where it has none.</param>
internal sealed class GateRun(GraphConfig graph, ModelRegistry? models)
{
    private readonly List<double> _times = [];
    private readonly Dictionary<long, GateTrack> _tracks = [];

    /// <summary>Presentation times of the frames processed.</summary>
    public IReadOnlyList<double> Times => _times;

    /// <summary>Tracks that a tracker gave.</summary>
    public IEnumerable<GateTrack> Tracks => _tracks.Values;

    /// <summary>What the process took.</summary>
    public TimeSpan Cpu { get; private set; }

    /// <summary>Frames of the clip.</summary>
    public long Frames { get; private set; }

    /// <summary>What the gate counted; null without one.</summary>
    public GateCounts? Gate { get; private set; }

    /// <summary>Runs it.</summary>
    /// <param name="gate">The source's gate; null decodes everything.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task RunAsync(GateOptions? gate, CancellationToken stop)
    {
        _times.Clear();
        _tracks.Clear();

        // One decoder thread: more only add the cost of handing pictures from one to the other.
        var source = graph.Sources[0] with { Gate = gate, Threads = 1 };
        var counter = new StageConfig
        {
            Id = "count",
            Factory = new CountFactory(this),
            Options = new CountOptions(),
            From = [new LinkConfig { Stage = graph.Stages.IsEmpty ? source.Id : graph.Stages[^1].Id }],
        };
        await using var engine = new Engine(graph with { Sources = [source], Stages = [.. graph.Stages, counter] }, new EngineServices
        {
            Loggers = NullLoggerFactory.Instance,
            Stages = models == null ? new NoServices() : new RunServices(models, TuningFolder.Store()),
            Sources = new SourceFactory(SceneFolder.Cache()).Create,
        });
        var begun = ProcessUsage.Begin(TimeProvider.System);
        await engine.RunAsync(stop);
        stop.ThrowIfCancellationRequested();
        Cpu = begun().Cpu;
        var snapshot = engine.Snapshot().Sources[0];
        (Frames, Gate) = (snapshot.Arrived, snapshot.Stream?.Gate);
        var kept = snapshot.Outcomes.GetValueOrDefault(Outcome.Published) + snapshot.Outcomes.GetValueOrDefault(Outcome.SampledOut);
        if (Frames == 0 || kept != Frames)
            throw new InvalidOperationException($"'{source.ShownUri}': of {Frames} frames {kept} were published or sampled out: there is nothing to compare.");
    }

    private void Note(Frame frame)
    {
        var at = frame.Info.PtsSeconds ?? 0;
        _times.Add(at);
        foreach (var found in frame.Detections)
        {
            if (found.TrackId is not { } id) continue;
            _tracks[id] = _tracks.TryGetValue(id, out var track) ? track with { Last = at } : new(at, at);
        }
    }

    private sealed record CountOptions;

    private sealed class CountFactory(GateRun run) : StageFactory<CountOptions>
    {
        public override string Use => "count";

        public override string Summary => "Notes frames.";

        protected override IStage Create(StageContext context, CountOptions options) => new CountStage(run);
    }

    private sealed class CountStage(GateRun run) : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            run.Note(frame);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
