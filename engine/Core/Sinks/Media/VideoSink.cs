using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Media.Targets;

namespace Sluice.Core.Sinks.Media;

/// <summary>One video a source: a file, files, a playlist, a stream to a server or to viewers.</summary>
/// <param name="context">The stage's place in the graph.</param>
/// <param name="options">Where to and how.</param>
internal sealed class VideoSink(StageContext context, VideoOptions options) : IFrameStage, ISink
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, PictureLane> _lanes = new(StringComparer.Ordinal);
    private readonly OutputTargets _targets = new(context, options);
    private readonly SourceBoard? _board = context.Services.GetService(typeof(SourceBoard)) as SourceBoard;
    private ITimer? _timer;
    private long _endedAccepted;
    private long _endedWritten;
    private long _endedDropped;

    /// <inheritdoc/>
    public SinkCounts Counts
    {
        get
        {
            long accepted = Interlocked.Read(ref _endedAccepted), written = Interlocked.Read(ref _endedWritten);
            var dropped = Interlocked.Read(ref _endedDropped);
            foreach (var lane in _lanes.Values)
                (accepted, written, dropped) = (accepted + lane.Accepted, written + lane.Written, dropped + lane.Dropped);
            return new(accepted, written, 0) { Dropped = dropped, Expired = _targets.Expired };
        }
    }

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken stop)
    {
        _targets.Start(context.Sources);
        _timer = context.Time.CreateTimer(static sink => ((VideoSink)sink!).Tick(), this, TickPeriod, TickPeriod);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        var source = frame.Info.Source;
        if (!_lanes.TryGetValue(source, out var lane)) lane = Begin(source);
        lane.Put(frame);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        if (!_lanes.TryGetValue(source, out var lane)) return;
        try
        {
            await lane.FinishAsync(stop);
        }
        finally
        {
            await EndAsync(source, lane);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_timer != null) await _timer.DisposeAsync();
        foreach (var (source, lane) in _lanes)
        {
            try
            {
                await lane.FinishAsync(new CancellationToken(canceled: true));
            }
            catch (IOException)
            {
                // Logged where it happened; the other sources' files still have to be closed.
            }

            await EndAsync(source, lane);
        }

        _targets.Dispose();
    }

    // Calls for one source never overlap, so nobody else makes the same lane.
    private PictureLane Begin(string source)
    {
        var lane = new PictureLane($"{context.Id}/{source}", _targets.Create(source), options, _board?.IsLive(source) ?? false,
            context.Time, context.Log);
        _lanes[source] = lane;
        return lane;
    }

    private async ValueTask EndAsync(string source, PictureLane lane)
    {
        _targets.Forget(source);
        await lane.DisposeAsync();
        if (!_lanes.TryRemove(source, out _)) return;
        Interlocked.Add(ref _endedAccepted, lane.Accepted);
        Interlocked.Add(ref _endedWritten, lane.Written);
        Interlocked.Add(ref _endedDropped, lane.Dropped);
    }

    private void Tick()
    {
        foreach (var lane in _lanes.Values) lane.Tick();
        _targets.Tick();
    }
}
