using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <content>Calls that do not come back, and letting go of what waits for them.</content>
internal sealed partial class Lane
{
    // Guarded by Sync: calls that were given up and are still inside the stage, and those of them that hang.
    private int _lost;
    private int _hung;
    private TaskCompletionSource? _completing;

    /// <summary>Whether its stage does not come back from a call; with several runs the others may still serve.</summary>
    public bool IsHung
    {
        get
        {
            lock (Sync) return _hung > 0;
        }
    }

    /// <summary>Whether a call is inside the stage.</summary>
    public bool IsInCall => Array.Exists(_calls, static call => call.IsInside);

    /// <summary>Looks whether a call is overdue: first asks it to stop, then gives it up.</summary>
    /// <param name="deadline">How long a call may take, waiting for room behind it not counted.</param>
    /// <param name="grace">How long it may take to stop once asked.</param>
    public void Watch(TimeSpan deadline, TimeSpan grace)
    {
        foreach (var call in _calls)
        {
            switch (call.Watch(deadline, grace))
            {
                case CallState.Overdue:
                    _node.LogOverdue(deadline);
                    break;
                case CallState.Abandoned:
                    Abandon(call, DropReason.Hung);
                    break;
            }
        }
    }

    /// <summary>Gives up every call that is inside the stage still: the engine ends.</summary>
    public void AbandonAll()
    {
        foreach (var call in _calls) Abandon(call, DropReason.Shutdown);
    }

    /// <summary>Ends when no call runs any more but those that were given up; no turn starts afterwards.</summary>
    public Task CompleteAsync()
    {
        Task done;
        lock (Sync)
        {
            _completing ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            done = _completing.Task;
            SayWhenQuiet();
        }

        _block.Complete();
        return done;
    }

    /// <summary>Drops what waits, and what comes from now on; sources that end are passed on without asking the stage.</summary>
    public void LetGo(LaneMode mode, DropReason reason)
    {
        var dropped = new List<(SourceQueue Queue, Frame Frame)>();
        var over = new List<Inflow>();
        lock (Sync)
        {
            // One that has come back since, or the end of the engine, comes before a hanging call.
            if (mode == LaneMode.Hung && (_hung < _runs || Mode == LaneMode.Closed)) return;
            Mode = mode;
            _ready.Clear();
            over.AddRange(_over);
            _over.Clear();
            foreach (var inflow in _inflows)
            {
                foreach (var queue in inflow.Queues)
                {
                    queue.InRing = false;
                    while (queue.Count > 0) dropped.Add((queue, queue.Take(out _)));
                    while (queue.NextWaiter() is { } waiter) waiter.Finish(true);
                }

                inflow.Queued = 0;
                _batch?.Recount(inflow);
                if (PassEndOn(inflow)) over.Add(inflow);
            }
        }

        foreach (var (queue, frame) in dropped) Edge.Drop(queue, frame, reason);
        foreach (var inflow in over) inflow.Finish();
    }

    /// <summary>A call that was given up has ended after all: its stage may be called again.</summary>
    public void ComeBack(bool hung)
    {
        lock (Sync)
        {
            _lost--;
            if (!hung) return;
            _hung--;
            if (Mode == LaneMode.Hung) Mode = LaneMode.Open;
        }

        _node.LogBack();
    }

    private void Abandon(LaneCall call, DropReason reason)
    {
        if (!call.TryAbandon(reason, out var over)) return;
        if (reason == DropReason.Hung)
        {
            _node.LogHung(_hung, _runs);
            LetGo(LaneMode.Hung, reason);
        }

        over?.Finish();
    }

    // Under Sync.
    private void SayWhenQuiet()
    {
        if (_completing != null && _turns == _lost && _draining == 0) _completing.TrySetResult();
    }
}
