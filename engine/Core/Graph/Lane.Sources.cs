using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <content>Sources that come and go while the lane serves others.</content>
internal sealed partial class Lane
{
    /// <summary>How many sources it serves.</summary>
    public int SourceCount
    {
        get
        {
            lock (Sync) return _inflows.Count;
        }
    }

    /// <summary>Adds a source whose queues are all there.</summary>
    /// <param name="inflow">The source.</param>
    /// <param name="predecessor">An earlier source of the same id, of this lane: its end comes before the new one's first frame.</param>
    public void Add(Inflow inflow, Inflow? predecessor)
    {
        lock (Sync)
        {
            _inflows.Add(inflow);
            if (predecessor is not { IsFinished: false }) return;
            predecessor.Successor = inflow;
            inflow.IsHeld = true;
        }
    }

    /// <summary>Forgets a source that is over.</summary>
    public void Remove(Inflow inflow)
    {
        lock (Sync) _inflows.Remove(inflow);
    }

    /// <summary>A source is over here: a later one of the same id need not wait any more.</summary>
    public void LetSuccessorGo(Inflow inflow)
    {
        Inflow? successor;
        bool schedule, drain, finish;
        lock (Sync)
        {
            (successor, inflow.Successor) = (inflow.Successor, null);
            if (successor == null) return;
            successor.IsHeld = false;
            foreach (var queue in successor.Queues)
            {
                if (queue.Count == 0 || queue.InRing) continue;
                queue.InRing = true;
                _ready.Enqueue(queue);
            }

            PassBy(successor);
            _batch?.Recount(successor);
            finish = PassEndOn(successor);
            schedule = ShouldSchedule();
            drain = _toDrain.Count > 0;
        }

        if (drain) DrainAll();
        if (finish) successor.Finish();
        if (schedule) Schedule();
    }

    /// <summary>Gives a queue another share of its edge's bytes, and whoever waits the room that comes of it.</summary>
    public void Resize(SourceQueue queue, long bytes)
    {
        lock (Sync)
        {
            var grows = bytes > queue.MostBytes;
            queue.MostBytes = bytes;
            if (grows) queue.NextWaiter()?.Finish(true);
        }
    }

    /// <summary>Ends a source that is taken out: what waits is dropped, what comes too. The stage is told as soon as it is free.</summary>
    public void Detach(Inflow inflow)
    {
        var dropped = new List<(SourceQueue Queue, Frame Frame)>();
        bool finish, schedule;
        lock (Sync)
        {
            foreach (var queue in inflow.Queues)
            {
                if (queue.InRing) RemoveFromRing(queue);
                while (queue.Count > 0) dropped.Add((queue, queue.Take(out _)));
                while (queue.NextWaiter() is { } waiter) waiter.Finish(true);
                if (queue.Ended) continue;
                queue.Ended = true;
                inflow.OpenQueues--;
            }

            inflow.Queued = 0;
            _batch?.Recount(inflow);
            finish = PassEndOn(inflow);
            schedule = ShouldSchedule();
        }

        foreach (var (queue, frame) in dropped) Edge.Drop(queue, frame, DropReason.Removed);
        if (finish) inflow.Finish();
        if (schedule) Schedule();
    }

    // Under Sync. Rare, so that the ring can stay a plain queue.
    private void RemoveFromRing(SourceQueue queue)
    {
        for (var left = _ready.Count; left > 0; left--)
            if (_ready.Dequeue() is var one && one != queue) _ready.Enqueue(one);
        queue.InRing = false;
    }
}
