using System.Runtime.CompilerServices;
using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Core.Graph;

/// <summary>The frames of one source that wait in one edge.</summary>
/// <remarks>Everything but the counters is guarded by the lock of the lane that takes from it.</remarks>
internal sealed class SourceQueue(Edge edge, Inflow inflow, EffectiveLink bounds)
{
    private readonly Queue<Queued> _frames = new();
    private readonly LinkedList<RoomWait> _waiting = new();
    private readonly long[] _drops = new long[(int)DropReason.Removed + 1];
    private RoomWait? _spare;
    private long _bytes;

    public Edge Edge => edge;

    public Inflow Inflow => inflow;

    public EffectiveLink Bounds => bounds;

    /// <summary>Its share of the edge's bytes; a single picture larger than this still passes.</summary>
    public long MostBytes { get; set; } = bounds.Bytes.Bytes;

    public int Count => _frames.Count;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>When a batch last took from it, as its lane counts; 0 for never.</summary>
    public long Served { get; set; }

    /// <summary>Whether its lane has it in the ring of queues with frames.</summary>
    public bool InRing { get; set; }

    /// <summary>Whether its giver has said that no frame follows.</summary>
    public bool Ended { get; set; }

    /// <summary>Whether a giver found no room since a frame was last taken.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Whether it can take no more for now.</summary>
    public bool IsFull => IsBlocked || _frames.Count >= bounds.Capacity;

    /// <summary>When its oldest frame came; there must be one.</summary>
    public long OldestSince => _frames.Peek().Since;

    /// <summary>Its oldest frame; there must be one, and it stays where it is.</summary>
    public Frame Oldest => _frames.Peek().Frame;

    /// <summary>Whether a frame fits: always into an empty queue, however large.</summary>
    public bool Fits(long bytes) => _frames.Count == 0 || (_frames.Count < bounds.Capacity && _bytes + bytes <= MostBytes);

    public void Put(Frame frame, long bytes, long now)
    {
        _frames.Enqueue(new(frame, bytes, now));
        _bytes += bytes;
    }

    public Frame Take(out long since)
    {
        var queued = _frames.Dequeue();
        _bytes -= queued.Bytes;
        IsBlocked = false;
        since = queued.Since;
        return queued.Frame;
    }

    /// <summary>Takes the first who waits off the list; null when nobody does.</summary>
    public Waiter? NextWaiter()
    {
        if (_waiting.First is not { } first) return null;
        _waiting.RemoveFirst();
        return first.Value.Waiter;
    }

    public long Drops(DropReason reason) => Volatile.Read(ref _drops[(int)reason]);

    public void CountDrop(DropReason reason) => Interlocked.Increment(ref _drops[(int)reason]);

    /// <summary>Puts a frame that did not fit, once there is room.</summary>
    /// <param name="frame">Taken over.</param>
    /// <param name="bytes">Bytes of its picture.</param>
    /// <param name="stop">Gives up waiting; the frame then counts as dropped here.</param>
    /// <param name="shutdown">Says whether giving up is part of the end of the engine or source.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask PutWhenRoomAsync(Frame frame, long bytes, CancellationToken stop, CancellationToken shutdown)
    {
        while (!inflow.Lane.TryPut(this, frame, bytes))
        {
            RoomWait wait;
            lock (inflow.Lane.Sync)
            {
                if (Fits(bytes) || inflow.Lane.Mode != LaneMode.Open) continue;
                wait = Interlocked.Exchange(ref _spare, null) ?? new(this);
                _waiting.AddLast(wait.Node);
            }

            bool room;
            using (stop.UnsafeRegister(static wait => ((RoomWait)wait!).GiveUp(), wait)) room = await wait.Waiter.Task;
            wait.Waiter.Reset();
            _spare = wait;
            if (room) continue;
            Edge.Drop(this, frame, shutdown.IsCancellationRequested ? DropReason.Shutdown : DropReason.GivenUp);
            return;
        }
    }

    private readonly record struct Queued(Frame Frame, long Bytes, long Since);

    // Someone who waits for room. Kept for the next one: in the steady state of a recorded source somebody always waits.
    private sealed class RoomWait
    {
        private readonly SourceQueue _queue;

        public RoomWait(SourceQueue queue) => (_queue, Node) = (queue, new(this));

        public LinkedListNode<RoomWait> Node { get; }

        public Waiter Waiter { get; } = new();

        public void GiveUp()
        {
            lock (_queue.Inflow.Lane.Sync)
            {
                if (Node.List == null) return;
                _queue._waiting.Remove(Node);
            }

            Waiter.Finish(false);
        }
    }
}
