using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Sessions;
using Sluice.Core.Telemetry;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode;

/// <summary>Runs one source without a graph and notes what it emits.</summary>
internal sealed class SourceHarness : IStageOutput, IAsyncDisposable
{
    private readonly Func<long, Task>? _onFrame;

    public SourceHarness(SourceConfig config, Func<IReadOnlyList<Recording>> recordings, bool isCamera = false, long memory = 256 << 20,
        Func<long, Task>? onFrame = null, SessionFeed? sessions = null,
        Func<string, DemuxerOptions, CancellationToken, Demuxer>? opener = null, TimeSpan? grace = null)
    {
        _onFrame = onFrame;
        Budget = new FrameBudget(memory);
        Ledger = new SourceLedger(config.Id, TimeProvider.System);
        Source = new VideoSource(config, new SourceSetup
        {
            Ledger = Ledger,
            Budget = Budget,
            Decoders = TaskScheduler.Default,
            Time = TimeProvider.System,
            Log = NullLogger.Instance,
            BaseDirectory = "/",
            SourceCount = 8,
        }, recordings, isCamera, sessions)
        {
            Opener = opener ?? Demuxer.Open,
            CallGrace = grace ?? TimeSpan.FromSeconds(5),
            StopGrace = grace ?? TimeSpan.FromSeconds(3),
        };
    }

    /// <summary>Looks at each frame.</summary>
    public Action<Frame>? Look { get; init; }

    public FrameBudget Budget { get; }

    public SourceLedger Ledger { get; }

    public VideoSource Source { get; }

    public List<FrameInfo> Frames { get; } = [];

    public long Ended => Enum.GetValues<Outcome>().Where(static outcome => outcome != Outcome.None).Sum(outcome => Ledger[outcome]);

    public static SourceHarness Of(string path, SourceConfig? config = null, Action<Frame>? look = null)
        => new(config ?? new SourceConfig { Id = "cam", Uri = path }, () => RecordingFolder.List(path)) { Look = look };

    public Task RunAsync(CancellationToken stop = default) => Source.RunAsync(this, stop);

    public async ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        using (frame)
        {
            lock (Frames) Frames.Add(frame.Info);
            Look?.Invoke(frame);
            frame.Info.Propose(Outcome.Published);
            if (_onFrame != null) await _onFrame(frame.Info.Index);
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
