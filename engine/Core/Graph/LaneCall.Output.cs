using System.Runtime.CompilerServices;
using Sluice.Abstractions;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <content>What the stage emits in the call.</content>
internal sealed partial class LaneCall : IStageOutput
{
    // Guarded by the lane's Sync: what was emitted before its turn had come, in the order it was.
    private readonly List<Parked> _parked = [];

    /// <summary>Whether it has ended, so that what it emitted is all there; guarded by the lane's lock.</summary>
    public bool IsDone { get; set; }

    /// <summary>Its places in the lines of sources; guarded by the lane's lock.</summary>
    public int Places { get; set; }

    /// <inheritdoc/>
    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (Frames.Contains(frame)) frame = frame.Share();
        if (_state == CallState.Abandoned || !_node.TryFind(frame.Info.Source, out var inflow) || !inflow.Owns(frame.Info))
        {
            // A stage may hold a frame for longer than its source is there: its account is closed.
            var known = _state == CallState.Abandoned || frame.Info.Ledger is SourceLedger { IsClosed: true };
            frame.Dispose();
            if (known) return ValueTask.CompletedTask;
            throw new InvalidOperationException(
                $"Stage '{_node.Id}' emitted a frame of source '{frame.Info.Source}', which does not reach it.");
        }

        if (!_lane.MayEmit(this, inflow, frame)) return ValueTask.CompletedTask;
        _node.CountEmitted(frame);
        return inflow.Outlet.Put(frame) is { } waiting ? EmitWhenRoomAsync(waiting, stop) : ValueTask.CompletedTask;
    }

    /// <summary>Keeps a frame until the call's turn comes; under the lane's lock.</summary>
    public void Park(Inflow inflow, FrameInfo? place, Frame frame) => _parked.Add(new(inflow, place, frame));

    /// <summary>Whether it keeps a frame of a source; under the lane's lock.</summary>
    public bool HasParked(Inflow inflow)
    {
        foreach (var parked in _parked)
            if (parked.Inflow == inflow) return true;
        return false;
    }

    /// <summary>The next frame it keeps for a place in a line; null when there is none. Under the lane's lock.</summary>
    public Frame? TakeParked(Inflow inflow, FrameInfo? place)
    {
        for (var i = 0; i < _parked.Count; i++)
        {
            var parked = _parked[i];
            if (parked.Inflow != inflow || parked.Place != place) continue;
            _parked.RemoveAt(i);
            return parked.Frame;
        }

        return null;
    }

    /// <summary>All it keeps, for the caller to dispose; under the lane's lock.</summary>
    public List<Frame> TakeAllParked()
    {
        var frames = _parked.ConvertAll(static parked => parked.Frame);
        _parked.Clear();
        return frames;
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(Task until, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(until);
        BeginWait();
        try
        {
            await until.WaitAsync(stop);
        }
        finally
        {
            EndWait();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EmitWhenRoomAsync(Outlet.WaitingPut waiting, CancellationToken stop)
    {
        BeginWait();
        try
        {
            await Outlet.FinishAsync(waiting, stop, _node.HardStop);
        }
        finally
        {
            EndWait();
        }
    }

    // Waiting for others is not the stage's fault: its deadline stands still meanwhile.
    private void BeginWait()
    {
        lock (_gate)
        {
            if (_waits++ == 0) _waitStarted = _time.GetTimestamp();
        }
    }

    private void EndWait()
    {
        lock (_gate)
        {
            if (--_waits == 0) _waited += _time.GetElapsedTime(_waitStarted);
        }
    }

    private readonly record struct Parked(Inflow Inflow, FrameInfo? Place, Frame Frame);
}
