using Sluice.Abstractions;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>
/// One call into a stage: the frames it has, its deadline, its outcome, and what happens when it does not come back. A lane has a few of
/// them and uses them again.
/// </summary>
internal sealed partial class LaneCall
{
    private readonly Lane _lane;
    private readonly StageNode _node;
    private readonly TimeProvider _time;

    // Held for a few instructions at the ends of the call, and by the watchdog between them. Taken before the lane's Sync, never inside it.
    private readonly Lock _gate = new();
    private readonly List<Picture> _kept = [];
    private CancellationTokenSource _stop;
    private CallState _state;
    private bool _hung;
    private long _started;
    private TimeSpan _waited;
    private long _waitStarted;
    private int _waits;

    public LaneCall(Lane lane, StageNode node)
    {
        (_lane, _node, _time) = (lane, node, node.Time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(node.HardStop);
    }

    /// <summary>The frames; the turn that makes the call alone changes them, and only while it does not run.</summary>
    public List<Frame> Frames { get; } = [];

    /// <summary>Where each of the frames was taken from; guarded by the lane's lock.</summary>
    public List<SourceQueue> Froms { get; } = [];

    /// <summary>The source that is over, for a call that tells the stage so.</summary>
    public Inflow? Over { get; set; }

    /// <summary>Whether it is inside the stage.</summary>
    public bool IsInside
    {
        get
        {
            lock (_gate) return _state != CallState.Idle;
        }
    }

    /// <summary>Looks whether it is overdue, and asks it to stop when it is.</summary>
    /// <param name="deadline">How long it may take, waiting for room behind it not counted.</param>
    /// <param name="grace">How long it may take to stop once asked.</param>
    /// <returns><see cref="CallState.Overdue"/> when it was asked just now, <see cref="CallState.Abandoned"/> when it should be given up.</returns>
    public CallState Watch(TimeSpan deadline, TimeSpan grace)
    {
        lock (_gate)
        {
            if (_state is not (CallState.Running or CallState.Overdue)) return CallState.Idle;
            var giveUp = _state == CallState.Overdue;
            if (Taken() < (giveUp ? deadline + grace : deadline)) return CallState.Running;
            if (giveUp) return CallState.Abandoned;
            _state = CallState.Overdue;
            foreach (var frame in Frames) frame.Info.Propose(Outcome.Failed);

            // Callbacks on the token are the stage's: they run on another thread, never on the watchdog's.
            _ = _stop.CancelAsync();
            return CallState.Overdue;
        }
    }

    /// <summary>Accounts for the frames of a call that does not come back.</summary>
    /// <param name="reason">Why it is given up.</param>
    /// <param name="over">The source whose end it was to tell; null for a call with frames.</param>
    /// <returns>False when it has come back, or was given up before.</returns>
    public bool TryAbandon(DropReason reason, out Inflow? over)
    {
        lock (_gate)
        {
            over = Over;
            if (_state is not (CallState.Running or CallState.Overdue)) return false;
            _state = CallState.Abandoned;
            _hung = reason == DropReason.Hung;
            for (var i = 0; i < Frames.Count; i++)
            {
                Froms[i].CountDrop(reason);
                Frames[i].Info.Propose(_hung ? Outcome.Failed : Outcome.Dropped);
                if (Frames[i].Info.Trace is { } trace) FrameTracer.Call(trace, _node, Frames.Count, Taken(), "the call does not come back", _time);

                // The call may still be reading the pixels.
                if (Frames[i].Abandon() is { } picture) _kept.Add(picture);
            }

            // Inside the gate: it may be coming back this very moment, and has to find itself gone.
            _lane.Leave(this, _hung);
            return true;
        }
    }

    /// <summary>Begins.</summary>
    /// <returns>What tells the stage to stop.</returns>
    public CancellationToken Begin()
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested && !_node.HardStop.IsCancellationRequested)
            {
                _stop.Dispose();
                _stop = CancellationTokenSource.CreateLinkedTokenSource(_node.HardStop);
            }

            _state = CallState.Running;
            _waited = TimeSpan.Zero;
            _started = _time.GetTimestamp();
            return _stop.Token;
        }
    }

    /// <summary>Ends: gives its frames their outcome and lets go of them.</summary>
    /// <param name="fault">What the stage threw; null when it threw nothing.</param>
    public void End(Exception? fault)
    {
        CallState was;
        TimeSpan taken;
        lock (_gate)
        {
            taken = Taken();
            was = _state;
            _state = CallState.Idle;
        }

        if (was == CallState.Abandoned)
        {
            foreach (var picture in _kept) picture.Release();
            _kept.Clear();
            _lane.ComeBack(_hung);
        }
        else
        {
            if (Over == null) _node.CountCall(Frames.Count, taken);
            foreach (var frame in Frames)
                if (frame.Info.Trace is { } trace) FrameTracer.Call(trace, _node, Frames.Count, taken, fault?.Message, _time);
            if (fault != null) Fail(fault);
            else if (was == CallState.Running && _node.Publishes)
                foreach (var frame in Frames) frame.Info.Propose(Outcome.Published);
        }

        foreach (var frame in Frames) frame.Dispose();
        Frames.Clear();
    }

    private void Fail(Exception fault)
    {
        if (fault is OperationCanceledException && _node.HardStop.IsCancellationRequested)
        {
            for (var i = 0; i < Frames.Count; i++)
            {
                Froms[i].CountDrop(DropReason.Shutdown);
                Frames[i].Info.Propose(Outcome.Dropped);
            }

            return;
        }

        foreach (var frame in Frames) frame.Info.Propose(Outcome.Failed);
        _node.CountFault(fault);
    }

    // Under _gate.
    private TimeSpan Taken()
    {
        var waited = _waited;
        if (_waits > 0) waited += _time.GetElapsedTime(_waitStarted);
        return _time.GetElapsedTime(_started) - waited;
    }
}
