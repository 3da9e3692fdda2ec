using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.History;
using Sluice.Core.Telemetry;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

/// <summary>One source and a clip stage, without a graph; frames of chosen numbers have a detection.</summary>
internal sealed class ClipHarness(string folder, ClipOptions options) : IStageOutput, IServiceProvider, IAsyncDisposable
{
    private readonly PacketHistories _histories = new();
    private ClipSink? _sink;

    /// <summary>Frames that begin a clip.</summary>
    public HashSet<long> Triggers { get; init; } = [];

    /// <summary>The trigger is given to the stage only when the source has ended.</summary>
    public bool IsLate { get; init; }

    public RecordingLog Log { get; } = new();

    public List<FrameInfo> Frames { get; } = [];

    public SinkCounts Counts => _sink!.Counts;

    /// <summary>Plays a file once, to its end.</summary>
    public async Task PlayAsync(string path)
    {
        if (_sink == null)
        {
            _sink = new(Context(), options with { To = folder, On = [ClipTrigger.Detections] });
            await _sink.StartAsync(default);
        }

        Frames.Clear();
        var late = new List<Frame>();
        var config = new SourceConfig { Id = "cam", Uri = path, Location = path, Threads = 1 };
        await using (var source = new VideoSource(config, Setup(), () => RecordingFolder.List(path), isCamera: false))
            await source.RunAsync(new Collector(this, late), default);
        foreach (var frame in late)
        {
            using (frame) await _sink.ProcessAsync(frame, this, default);
        }

        await _sink.EndSourceAsync("cam", this, default);
    }

    public ValueTask DisposeAsync() => _sink?.DisposeAsync() ?? ValueTask.CompletedTask;

    public object? GetService(Type serviceType) => serviceType == typeof(PacketHistories) ? _histories : null;

    ValueTask IStageOutput.EmitAsync(Frame frame, CancellationToken stop)
    {
        frame.Dispose();
        return ValueTask.CompletedTask;
    }

    private StageContext Context() => new()
    {
        Id = "clip",
        Engine = "box",
        BaseDirectory = folder,
        Sources = ["cam"],
        Input = Abstractions.StreamContent.Pictures,
        Log = Log,
        Time = TimeProvider.System,
        Services = this,
    };

    private SourceSetup Setup() => new()
    {
        Ledger = new SourceLedger("cam", TimeProvider.System),
        Budget = new FrameBudget(256 << 20),
        Decoders = TaskScheduler.Default,
        Time = TimeProvider.System,
        Log = NullLogger.Instance,
        BaseDirectory = "/",
        SourceCount = 8,
        Histories = _histories,
    };

    private sealed class Collector(ClipHarness harness, List<Frame> late) : IStageOutput
    {
        public async ValueTask EmitAsync(Frame frame, CancellationToken stop)
        {
            using (frame)
            {
                harness.Frames.Add(frame.Info);
                using var marked = harness.Triggers.Contains(frame.Info.Index) ? frame.With([new Detection(0, "person", 1, default)]) : frame.Share();
                if (harness.IsLate && marked.Detections.Length > 0) late.Add(marked.Share());
                else await harness._sink!.ProcessAsync(marked, harness, stop);
            }
        }
    }
}
