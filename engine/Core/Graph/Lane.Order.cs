using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <content>
/// Keeping each source's frames in order where calls overlap or frames are passed by. A source's frames that were taken and have not gone
/// on stand in its line; the head alone may go on, and whoever makes a head ready drains the line.
/// </content>
internal sealed partial class Lane
{
    private readonly bool _keepsOrder;
    private readonly int _interval;
    private readonly int _mostPassing;

    // Guarded by Sync: lines whose head is ready and that nobody drains yet, and lines being drained.
    private readonly Queue<Inflow> _toDrain = new();
    private int _draining;

    /// <summary>Whether what a call emits may go on at once; otherwise the call keeps it until its turn comes.</summary>
    /// <param name="call">The call, which holds frames of any sources.</param>
    /// <param name="inflow">The source of the frame.</param>
    /// <param name="frame">Kept when the answer is false.</param>
    public bool MayEmit(LaneCall call, Inflow inflow, Frame frame)
    {
        if (!_keepsOrder) return true;
        lock (Sync)
        {
            // Its own place in the line where it has one, else the call's first: a stage may emit what it held back before.
            LinePlace? place = null;
            foreach (var at in inflow.Line)
            {
                if (at.Call != call) continue;
                if (at.Info == frame.Info)
                {
                    place = at;
                    break;
                }

                place ??= at;
            }

            if (place is not { } its || (its == inflow.Line[0] && !inflow.IsDraining && !call.HasParked(inflow))) return true;
            call.Park(inflow, its.Info, frame);
            return false;
        }
    }

    /// <summary>Takes a call that was given up out of all lines, so that those behind it can go on.</summary>
    /// <param name="call">The call; its frames are accounted for.</param>
    /// <param name="hung">Whether it hangs; otherwise the engine ends.</param>
    public void Leave(LaneCall call, bool hung)
    {
        List<Frame> parked;
        var over = new List<Inflow>();
        bool schedule, drain;
        lock (Sync)
        {
            _lost++;
            if (hung) _hung++;
            foreach (var from in call.Froms)
            {
                var inflow = from.Inflow;
                inflow.Line.RemoveAll(at => at.Call == call);
                AfterChange(inflow);
                if (PassEndOn(inflow)) over.Add(inflow);
            }

            call.Places = 0;
            parked = call.TakeAllParked();
            schedule = ShouldSchedule();
            drain = _toDrain.Count > 0;
            SayWhenQuiet();
        }

        foreach (var frame in parked) frame.Dispose();
        foreach (var inflow in over) inflow.Finish();
        if (schedule) Schedule();

        // The watchdog has other stages to watch.
        if (drain) ThreadPool.UnsafeQueueUserWorkItem(static lane => lane.DrainAll(), this, preferLocal: false);
    }

    /// <summary>Goes on with a line whose head waited for room.</summary>
    public async Task GoOnAsync(Inflow inflow)
    {
        var waiting = inflow.Waiting!;
        inflow.Waiting = null;
        try
        {
            await Outlet.FinishAsync(waiting, _node.HardStop, _node.HardStop);
        }
        catch (Exception fault)
        {
            // The frame is the outlet's; the line must not stand still for it.
            _node.CountFault(fault);
        }

        Drain(inflow);
    }

    // Under Sync.
    private void StandInLine(LaneCall call, Inflow inflow, Frame frame)
    {
        // Without an interval the frames of a call are neighbours in the line and take one place.
        if (_interval > 0 || inflow.Line.Count == 0 || inflow.Line[^1].Call != call)
        {
            inflow.Line.Add(new(call, _interval > 0 ? frame.Info : null, null));
            call.Places++;
        }

        inflow.ToPass = _interval;
        PassBy(inflow);
    }

    // Under Sync: frames that the stage leaves out go into the line, past its batch. A full line leaves them to their edge and its policy.
    private void PassBy(Inflow inflow)
    {
        if (_interval == 0 || inflow.IsHeld) return;
        foreach (var queue in inflow.Queues)
        {
            while (queue.Count > 0)
            {
                // A source that counts for the stage says itself which frames are for it: the others have no picture.
                if (queue.Oldest.Info.Choice.For(_node.Id) is { } isMeant) inflow.ToPass = isMeant ? 0 : Math.Max(inflow.ToPass, 1);
                if (inflow.ToPass == 0 || inflow.Passing >= _mostPassing) break;
                inflow.Line.Add(new(null, null, queue.Take(out _)));
                inflow.Queued--;
                inflow.ToPass--;
                inflow.Passing++;
                queue.NextWaiter()?.Finish(true);
            }
        }

        DrainIfReady(inflow);
    }

    private void DrainIfReady(Inflow inflow)
    {
        if (inflow.IsDraining || inflow.Line.Count == 0 || !inflow.Line[0].IsReady) return;
        inflow.IsDraining = true;
        _draining++;
        _toDrain.Enqueue(inflow);
    }

    private void DrainAll()
    {
        while (true)
        {
            Inflow? inflow;
            lock (Sync)
                if (!_toDrain.TryDequeue(out inflow)) return;
            Drain(inflow);
        }
    }

    private void Drain(Inflow inflow)
    {
        while (TryNext(inflow) is { } frame)
        {
            try
            {
                _node.CountEmitted(frame);
                if (inflow.Outlet.Put(frame) is not { } waiting) continue;

                // Waits on the pool, whoever drained: a run's own thread is for its stage.
                inflow.Waiting = waiting;
                ThreadPool.UnsafeQueueUserWorkItem(inflow, preferLocal: false);
                return;
            }
            catch (Exception fault)
            {
                // The frame is the outlet's; the line must not stand still for it.
                _node.CountFault(fault);
            }
        }
    }

    // The next frame of a line that may go on; at the last one the draining is over.
    private Frame? TryNext(Inflow inflow)
    {
        Frame? next = null, passing = null;
        bool finish = false, schedule;
        lock (Sync)
        {
            while (next == null && passing == null && inflow.Line.Count > 0 && inflow.Line[0] is { IsReady: true } head)
            {
                next = head.Call?.TakeParked(inflow, head.Info);
                if (next != null) break;
                inflow.Line.RemoveAt(0);
                passing = head.Frame;
                if (passing != null) inflow.Passing--;
                else if (--head.Call!.Places == 0) _free.Push(head.Call);
                PassBy(inflow);
            }

            if (next == null && passing == null)
            {
                inflow.IsDraining = false;
                _draining--;
                finish = PassEndOn(inflow);
                SayWhenQuiet();
            }

            _batch?.Recount(inflow);
            schedule = ShouldSchedule();
        }

        if (schedule) Schedule();
        if (finish) inflow.Finish();
        if (passing == null) return next;
        using (passing) return passing.Skip();
    }

    // A call has ended, one way or the other.
    private void Done(LaneCall call)
    {
        bool drain;
        lock (Sync)
        {
            call.IsDone = true;
            if (call.Places == 0) _free.Push(call);
            foreach (var from in call.Froms) AfterChange(from.Inflow);
            call.Froms.Clear();
            call.Over = null;
            drain = _toDrain.Count > 0;
        }

        if (drain) DrainAll();
    }

    // Under Sync: a call of this source has ended or was given up.
    private void AfterChange(Inflow inflow)
    {
        if (!_keepsOrder) return;
        DrainIfReady(inflow);
        _batch?.Recount(inflow);
    }
}
