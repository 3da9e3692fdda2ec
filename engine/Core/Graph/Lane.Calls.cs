using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <content>The running call: its deadline, its outcome, and what happens when it does not come back.</content>
internal sealed partial class Lane
{
    // Held for a few instructions at the ends of a call, and by the watchdog between them. Taken before Sync, never inside it.
    private readonly Lock _gate = new();
    private CancellationTokenSource _callStop;
    private CallState _call;
    private Inflow? _callOver;
    private long _callStarted;
    private TimeSpan _callWaited;
    private long _waitStarted;
    private int _waits;
    private List<Picture>? _kept;

    /// <summary>Whether its stage does not come back from a call.</summary>
    public bool IsHung
    {
        get
        {
            lock (Sync) return Mode == LaneMode.Hung;
        }
    }

    /// <summary>Whether a call is inside the stage.</summary>
    public bool IsInCall
    {
        get
        {
            lock (_gate) return _call != CallState.Idle;
        }
    }

    /// <summary>Looks whether the call is overdue: first asks it to stop, then gives it up.</summary>
    /// <param name="deadline">How long a call may take, waiting for room behind it not counted.</param>
    /// <param name="grace">How long it may take to stop once asked.</param>
    public void Watch(TimeSpan deadline, TimeSpan grace)
    {
        bool giveUp;
        lock (_gate)
        {
            if (_call is not (CallState.Running or CallState.Overdue)) return;
            var taken = Taken();
            giveUp = _call == CallState.Overdue;
            if (taken < (giveUp ? deadline + grace : deadline)) return;
            if (!giveUp)
            {
                _call = CallState.Overdue;
                foreach (var frame in _frames) frame.Info.Propose(Outcome.Failed);
                // Callbacks on the token are the stage's: they run on another thread, never on the watchdog's.
                _ = _callStop.CancelAsync();
            }
        }

        if (giveUp) Abandon(DropReason.Hung, LaneMode.Hung);
        else _node.LogOverdue(deadline);
    }

    /// <summary>Accounts for the frames of a call that does not come back, and lets go of all that waits for it.</summary>
    public void Abandon(DropReason reason, LaneMode mode)
    {
        Inflow? over;
        lock (_gate)
        {
            if (_call is not (CallState.Running or CallState.Overdue)) return;
            _call = CallState.Abandoned;
            over = _callOver;
            _kept ??= [];
            for (var i = 0; i < _frames.Count; i++)
            {
                _froms[i].CountDrop(reason);
                _frames[i].Info.Propose(reason == DropReason.Hung ? Outcome.Failed : Outcome.Dropped);
                // The call may still be reading the pixels.
                if (_frames[i].Abandon() is { } picture) _kept.Add(picture);
            }
        }

        if (mode == LaneMode.Hung) _node.LogHung();
        LetGo(mode, reason);
        over?.Finish();
    }

    /// <summary>Drops what waits, and what comes from now on; sources that end are passed on without asking the stage.</summary>
    public void LetGo(LaneMode mode, DropReason reason)
    {
        var dropped = new List<(SourceQueue Queue, Frame Frame)>();
        var waiting = new List<Waiter>();
        var over = new List<Inflow>();
        lock (Sync)
        {
            Mode = mode;
            _ready.Clear();
            _over.Clear();
            foreach (var inflow in _inflows)
            {
                foreach (var queue in inflow.Queues)
                {
                    queue.InRing = false;
                    while (queue.Count > 0) dropped.Add((queue, queue.Take(out _)));
                    while (queue.NextWaiter() is { } waiter) waiting.Add(waiter);
                }

                inflow.Queued = 0;
                _batch?.Recount(inflow);
                if (inflow.OpenQueues == 0) over.Add(inflow);
            }
        }

        foreach (var (queue, frame) in dropped) Edge.Drop(queue, frame, reason);
        foreach (var waiter in waiting) waiter.Finish(true);
        foreach (var inflow in over) inflow.Finish();
    }

    private CancellationToken BeginCall(Inflow? over)
    {
        lock (_gate)
        {
            if (_callStop.IsCancellationRequested && !_node.HardStop.IsCancellationRequested)
            {
                _callStop.Dispose();
                _callStop = CancellationTokenSource.CreateLinkedTokenSource(_node.HardStop);
            }

            _call = CallState.Running;
            _callOver = over;
            _callWaited = TimeSpan.Zero;
            _callStarted = _time.GetTimestamp();
            return _callStop.Token;
        }
    }

    private void EndCall(Inflow? over, Exception? fault)
    {
        CallState was;
        TimeSpan taken;
        lock (_gate)
        {
            taken = Taken();
            was = _call;
            _call = CallState.Idle;
            _callOver = null;
        }

        if (was == CallState.Abandoned) ComeBack();
        else
        {
            if (over == null) _node.CountCall(_frames.Count, taken);
            if (fault != null) Fail(fault);
            else if (was == CallState.Running && _node.Publishes)
                foreach (var frame in _frames) frame.Info.Propose(Outcome.Published);
        }

        foreach (var frame in _frames) frame.Dispose();
        _frames.Clear();
        _froms.Clear();
    }

    private void Fail(Exception fault)
    {
        if (fault is OperationCanceledException && _node.HardStop.IsCancellationRequested)
        {
            for (var i = 0; i < _frames.Count; i++)
            {
                _froms[i].CountDrop(DropReason.Shutdown);
                _frames[i].Info.Propose(Outcome.Dropped);
            }

            return;
        }

        foreach (var frame in _frames) frame.Info.Propose(Outcome.Failed);
        _node.CountFault(fault);
    }

    // The call that was given up has ended after all: its pictures can go, and the stage may be called again.
    private void ComeBack()
    {
        foreach (var picture in _kept!) picture.Release();
        _kept.Clear();
        lock (Sync)
        {
            if (Mode != LaneMode.Hung) return;
            Mode = LaneMode.Open;
        }

        _node.LogBack();
    }

    // Under _gate.
    private TimeSpan Taken()
    {
        var waited = _callWaited;
        if (_waits > 0) waited += _time.GetElapsedTime(_waitStarted);
        return _time.GetElapsedTime(_callStarted) - waited;
    }
}
