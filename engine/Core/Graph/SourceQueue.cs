using System.Runtime.CompilerServices;
using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Core.Graph;

/// <summary>The frames of one source that wait in one edge.</summary>
/// <remarks>Everything but the counters is guarded by the lock of the lane that takes from it.</remarks>
internal sealed class SourceQueue(Edge edge, Inflow inflow, EffectiveLink bounds)
{
    private readonly Queue<Queued> _frames = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private readonly long[] _drops = new long[(int)DropReason.GivenUp + 1];
    private Waiter? _spare;
    private long _bytes;

    public Edge Edge => edge;

    public Inflow Inflow => inflow;

    public EffectiveLink Bounds => bounds;

    public int Count => _frames.Count;

    public long Bytes => Volatile.Read(ref _bytes);

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

    /// <summary>Whether a frame fits: always into an empty queue, however large.</summary>
    public bool Fits(long bytes) => _frames.Count == 0 || (_frames.Count < bounds.Capacity && _bytes + bytes <= bounds.Bytes.Bytes);

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
        return first.Value;
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
            LinkedListNode<Waiter> node;
            lock (inflow.Lane.Sync)
            {
                if (Fits(bytes) || inflow.Lane.Mode != LaneMode.Open) continue;
                var waiter = Interlocked.Exchange(ref _spare, null) ?? new();
                node = _waiting.AddLast(waiter);
            }

            bool room;
            using (stop.UnsafeRegister(static state => ((GiveUp)state!).Now(), new GiveUp(this, node)))
                room = await node.Value.Task;
            node.Value.Reset();
            _spare = node.Value;
            if (room) continue;
            Edge.Drop(this, frame, shutdown.IsCancellationRequested ? DropReason.Shutdown : DropReason.GivenUp);
            return;
        }
    }

    private readonly record struct Queued(Frame Frame, long Bytes, long Since);

    private sealed class GiveUp(SourceQueue queue, LinkedListNode<Waiter> node)
    {
        public void Now()
        {
            lock (queue.Inflow.Lane.Sync)
            {
                if (node.List == null) return;
                queue._waiting.Remove(node);
            }

            node.Value.Finish(false);
        }
    }
}
