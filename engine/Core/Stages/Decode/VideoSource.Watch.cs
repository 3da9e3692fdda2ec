using Sluice.Core.Graph;

namespace Sluice.Core.Stages.Decode;

/// <content>The timer that watches the reader from outside, and the readers' threads.</content>
internal sealed partial class VideoSource
{
    // A reader only calls FFmpeg and queues; FFmpeg's own needs stay far below this.
    private const int ReaderStackBytes = 256 << 10;

    // More threads than this are not left behind in native code for one source.
    private const int MostStuckReaders = 2;

    private static readonly TimeSpan ShortestWatch = TimeSpan.FromMilliseconds(20), LongestWatch = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _readerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _watching = new();
    private CallGate? _call;
    private long _lastPacketAt;
    private long _stopAskedAt;
    private int _stuckReaders;
    private bool _waitsForStuck;

    /// <summary>How long a call may last beyond its own deadline, which FFmpeg keeps unless it hangs where it does not ask.</summary>
    internal TimeSpan CallGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call may last after the source was told to stop.</summary>
    internal TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(3);

    // A picture every few seconds is a slow camera; silence for a good part of the time-out is news.
    private TimeSpan StallAfter => _config.Timeout / 3;

    private void StartReader(CancellationToken stop)
    {
        var call = new CallGate(_setup.Time);
        Volatile.Write(ref _call, call);
        new Thread(() => Read(call, stop), ReaderStackBytes) { IsBackground = true, Name = $"read {Id}" }.Start();
    }

    private ITimer StartWatch(CancellationToken stop)
    {
        var period = StallAfter / 4;
        if (period < ShortestWatch) period = ShortestWatch;
        if (period > LongestWatch) period = LongestWatch;
        return _setup.Time.CreateTimer(_ => Watch(stop), null, period, period);
    }

    private void Watch(CancellationToken stop)
    {
        // A late tick must not run into the next one.
        if (!_watching.TryEnter()) return;
        try
        {
            if (_isCamera && _setup.Time.GetElapsedTime(Volatile.Read(ref _lastPacketAt)) > StallAfter
                && _health.TryMove(SourceState.Running, SourceState.Stalled)) _meter.Stall();
            if (stop.IsCancellationRequested && _stopAskedAt == 0) _stopAskedAt = _setup.Time.GetTimestamp();
            if (_call is { InCallFor: { } inside } call && inside > LongestCall() && call.TryAbandon()) LeaveBehind(inside, stop);
        }
        finally
        {
            _watching.Exit();
        }
    }

    private TimeSpan LongestCall()
    {
        var longest = _config.Timeout + CallGrace;
        if (_stopAskedAt == 0) return longest;

        // Told to stop, the call should have ended at once.
        return _setup.Time.GetElapsedTime(_stopAskedAt) > StopGrace ? StopGrace : longest;
    }

    private void LeaveBehind(TimeSpan inside, CancellationToken stop)
    {
        _stuckReaders++;
        _meter.StuckCall();
        LogStuck(_setup.Log, Id, inside, _stuckReaders);
        var fault = new StreamFault(FaultReason.CallStuck, $"a native call did not come back within {inside.TotalSeconds:0.#} s");
        if (stop.IsCancellationRequested || !_isCamera)
        {
            _health.Note(fault);
            EndReading();
        }
        else if (_stuckReaders <= MostStuckReaders)
        {
            _health.Lost(SourceState.Reconnecting, fault);
            StartReader(stop);
        }
        else
        {
            _health.Lost(SourceState.Quarantined, fault);
            _waitsForStuck = true;
        }
    }

    /// <summary>A reader that was left behind has come back, and goes.</summary>
    private void ComeBack(CancellationToken stop)
    {
        lock (_watching)
        {
            _stuckReaders--;
            if (!_waitsForStuck) return;
            _waitsForStuck = false;
            if (stop.IsCancellationRequested) EndReading();
            else StartReader(stop);
        }
    }

    private void EndReading()
    {
        _queue.Complete();
        _readerEnded.TrySetResult();
    }
}
