namespace Sluice.Core.Graph;

/// <content>The watchdog over the calls into stages, and the end of them.</content>
public sealed partial class Engine
{
    private static readonly TimeSpan MostGrace = TimeSpan.FromSeconds(2);

    // How long a call may take to stop once it was asked.
    private TimeSpan Grace => _config.Engine.StageDeadline < MostGrace ? _config.Engine.StageDeadline : MostGrace;

    private ITimer StartWatchdog()
    {
        var period = TimeSpan.FromMilliseconds(Math.Clamp(_config.Engine.StageDeadline.TotalMilliseconds / 4, 5, 500));
        return _services.Time.CreateTimer(_ => WatchLanes(), null, period, period);
    }

    private void WatchLanes()
    {
        try
        {
            foreach (var node in _stages)
                foreach (var lane in node.Lanes) lane.Watch(_config.Engine.StageDeadline, Grace);
        }
        catch (Exception fault)
        {
            // A timer's callback must not throw: it would end the program.
            GraphLog.WatchdogFailed(_log, fault);
        }
    }

    private async Task DisposeAllAsync()
    {
        foreach (var node in _roster.Sources.Where(static s => !s.IsStuck)) await DisposeAsync(node.Id, node);
        foreach (var node in _stages)
        {
            if (node.Lanes.Any(static lane => lane.IsInCall)) GraphLog.NotDisposed(_log, node.Id);
            else await DisposeAsync(node.Id, node.Stage);
            foreach (var lane in node.Lanes) lane.Dispose();
        }

        _decoders.Dispose();
    }

    private async Task DisposeAsync(string id, IAsyncDisposable what)
    {
        try
        {
            await Task.Run(() => what.DisposeAsync().AsTask()).WaitAsync(_config.Engine.StageDeadline, _services.Time);
        }
        catch (Exception fault)
        {
            GraphLog.DisposeFailed(_log, id, fault);
        }
    }
}
