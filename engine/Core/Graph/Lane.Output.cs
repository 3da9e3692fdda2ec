using System.Runtime.CompilerServices;
using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <content>What the stage emits in a call.</content>
internal sealed partial class Lane : IStageOutput
{
    /// <inheritdoc/>
    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_frames.Contains(frame)) frame = frame.Share();
        if (_call == CallState.Abandoned || !_node.TryFind(frame.Info.Source, out var inflow))
        {
            var known = _call == CallState.Abandoned;
            frame.Dispose();
            if (known) return ValueTask.CompletedTask;
            throw new InvalidOperationException(
                $"Stage '{_node.Id}' emitted a frame of source '{frame.Info.Source}', which does not reach it.");
        }

        _node.CountEmitted(frame);
        return inflow.Outlet.Put(frame) is { } waiting ? EmitWhenRoomAsync(waiting, stop) : ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EmitWhenRoomAsync(Outlet.WaitingPut waiting, CancellationToken stop)
    {
        // Waiting for those behind is not the stage's fault: its deadline stands still meanwhile.
        lock (_gate)
        {
            if (_waits++ == 0) _waitStarted = _time.GetTimestamp();
        }

        try
        {
            await Outlet.FinishAsync(waiting, stop, _node.HardStop);
        }
        finally
        {
            lock (_gate)
            {
                if (--_waits == 0) _callWaited += _time.GetElapsedTime(_waitStarted);
            }
        }
    }
}
