using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Telemetry;

namespace Sluice.EndToEnd.Tests.Inputs;

/// <summary>Runs one live source without a graph, from the URI as a graph would write it.</summary>
internal sealed class LiveInput : IStageOutput, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<FrameInfo> _frames = [];
    private Task _running = Task.CompletedTask;

    public LiveInput(string uri, Func<SourceConfig, SourceConfig>? with = null)
    {
        if (!SourceUri.TryClassify(uri, "/", out var kind, out var location)) throw new ArgumentException($"What is '{uri}'?", nameof(uri));
        var config = new SourceConfig
        {
            Id = "cam", Uri = uri, Kind = kind, Location = location, Timeout = TimeSpan.FromSeconds(20),
            Backoff = TimeSpan.FromMilliseconds(100), BackoffMax = TimeSpan.FromSeconds(1),
        };
        Ledger = new SourceLedger("cam", TimeProvider.System);
        Source = new SourceFactory(new SceneCache(Path.GetTempPath())).Create(with?.Invoke(config) ?? config, new SourceSetup
        {
            Ledger = Ledger,
            Budget = Budget,
            Decoders = TaskScheduler.Default,
            Time = TimeProvider.System,
            Log = NullLogger.Instance,
            BaseDirectory = "/",
            SourceCount = 8,
        });
    }

    public FrameBudget Budget { get; } = new(256 << 20);

    public SourceLedger Ledger { get; }

    public ISource Source { get; }

    public StreamCounts Counts => Source.Counts!;

    public List<FrameInfo> Frames
    {
        get
        {
            lock (_gate) return [.. _frames];
        }
    }

    /// <summary>The last frame's, as displayed.</summary>
    public (int Width, int Height) Size { get; private set; }

    public LiveInput Start()
    {
        _running = Source.RunAsync(this, _stop.Token);
        return this;
    }

    /// <summary>Waits for the end of a stream that has one.</summary>
    public Task EndAsync() => _running.WaitAsync(TimeSpan.FromSeconds(60));

    public Task FramesAsync(int count) => UntilAsync(() => Frames.Count >= count);

    public async Task UntilAsync(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            while (!reached()) await Task.Delay(20, patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Not reached within a minute: {Source.Status}, {Frames.Count} frames, {Counts}");
        }
    }

    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        var size = (frame.DisplayWidth, frame.DisplayHeight);
        using (frame) frame.Info.Propose(Outcome.Published);
        lock (_gate)
        {
            Size = size;
            _frames.Add(frame.Info);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(Ledger.Arrived, Enum.GetValues<Outcome>().Where(static o => o != Outcome.None).Sum(o => Ledger[o]));
        Assert.Equal(0, Budget.Outstanding);
        await Source.DisposeAsync();
        _stop.Dispose();
    }
}
