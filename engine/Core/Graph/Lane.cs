using Sluice.Abstractions;
using Sluice.Core.Config;

namespace Sluice.Core.Graph;

/// <summary>
/// The way into a stage: the queues of its sources in front, and a dataflow block behind that makes the calls, one at a time or as many at
/// once as the stage bears. A message to the block is a turn ("there is work in your queues"), so frames stay in their edges, where policies
/// see them, until the stage is free; and a busy lane serves many frames in one turn.
/// </summary>
internal sealed partial class Lane : IDisposable
{
    private readonly StageNode _node;
    private readonly TimeProvider _time;
    private readonly BatchGate? _batch;
    private readonly ITimer? _batchTimer;
    private readonly OwnThreads? _threads;
    private readonly int _runs;

    // Guarded by Sync. The ring holds each queue that has frames once: taking turns is what keeps one edge or source from starving another.
    private readonly Queue<SourceQueue> _ready = new();
    private readonly Queue<Inflow> _over = new();
    private readonly List<Inflow> _inflows = [];
    private readonly Stack<LaneCall> _free = new();
    private readonly LaneCall[] _calls;
    private int _turns;
    private bool _timerArmed;

    public Lane(StageNode node)
    {
        _node = node;
        _time = node.Time;
        var batched = node.BatchStage;
        _runs = Math.Max(1, batched?.Runs ?? 1);
        _interval = Math.Max(0, batched?.Interval ?? 0);
        _keepsOrder = _runs > 1 || _interval > 0;

        // A call that is done but has an earlier one before it keeps what it emitted; as many again may run meanwhile, and no more.
        _calls = new LaneCall[_keepsOrder ? _runs * 2 : 1];
        for (var i = 0; i < _calls.Length; i++) _free.Push(_calls[i] = new(this, node));
        if (batched != null)
        {
            _threads = new(_runs, node.Id);
            _batch = new(batched.Batch, _interval, batched.OverlapsSource);
            _mostPassing = EdgeDefaults.WaitCapacity + (_interval * Math.Min(batched.Batch.Size, _batch.MaxPerSource));
            _batchTimer = _time.CreateTimer(static lane => ((Lane)lane!).OnBatchTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _block = MakeBlock();
    }

    /// <summary>Guards the queues and the lines. No other lock is taken and no foreign code called while it is held.</summary>
    public Lock Sync { get; } = new();

    /// <summary>What happens to frames that come; guarded by <see cref="Sync"/>.</summary>
    public LaneMode Mode { get; private set; }

    /// <summary>Puts a frame into a queue, as its policy says.</summary>
    /// <param name="queue">A queue of this lane.</param>
    /// <param name="frame">Taken over when the answer is true, even if dropped.</param>
    /// <param name="bytes">Bytes of its picture.</param>
    /// <returns>False when the giver has to wait for room.</returns>
    public bool TryPut(SourceQueue queue, Frame frame, long bytes)
    {
        while (true)
        {
            Frame? dropped = null;
            var reason = DropReason.Full;
            var next = AfterPut.Done;
            bool schedule = false, drain;
            lock (Sync)
            {
                if (Mode != LaneMode.Open) (dropped, reason) = (frame, Mode == LaneMode.Hung ? DropReason.Hung : DropReason.Shutdown);
                else if (queue.Ended) (dropped, reason) = (frame, DropReason.GivenUp);
                else if (queue.Fits(bytes)) schedule = Put(queue, frame, bytes);
                else if (queue.Bounds.Policy == OverflowPolicy.Wait)
                {
                    queue.IsBlocked = true;
                    _batch?.Recount(queue.Inflow);
                    schedule = ShouldSchedule();
                    next = AfterPut.Wait;
                }
                else if (queue.Bounds.Policy == OverflowPolicy.DropNewest) dropped = frame;
                else
                {
                    dropped = queue.Take(out _);
                    queue.Inflow.Queued--;
                    if (queue.Fits(bytes)) schedule = Put(queue, frame, bytes);
                    else next = AfterPut.Again;
                }

                drain = _toDrain.Count > 0;
            }

            if (dropped != null) Edge.Drop(queue, dropped, reason);
            if (drain) DrainAll();
            if (schedule) Schedule();
            if (next != AfterPut.Again) return next == AfterPut.Done;
        }
    }

    /// <summary>No frame follows in a queue.</summary>
    public void End(SourceQueue queue)
    {
        var inflow = queue.Inflow;
        bool schedule = false, finish = false;
        lock (Sync)
        {
            if (queue.Ended) return;
            queue.Ended = true;
            inflow.OpenQueues--;
            _batch?.Recount(inflow);
            finish = PassEndOn(inflow);
            schedule = ShouldSchedule();
        }

        if (finish) inflow.Finish();
        if (schedule) Schedule();
    }

    /// <summary>Lets its threads go, once it has no call any more.</summary>
    public void Dispose()
    {
        _batchTimer?.Dispose();
        _threads?.Dispose();
    }

    private bool Put(SourceQueue queue, Frame frame, long bytes)
    {
        queue.Put(frame, bytes, _time.GetTimestamp());
        queue.Inflow.Queued++;
        if (!queue.InRing && !queue.Inflow.IsHeld)
        {
            queue.InRing = true;
            _ready.Enqueue(queue);
        }

        PassBy(queue.Inflow);
        _batch?.Recount(queue.Inflow);
        return ShouldSchedule();
    }

    // Under Sync. A source that is over is the stage's to end; true when there is no asking it any more.
    private bool PassEndOn(Inflow inflow)
    {
        if (!inflow.IsOver) return false;
        inflow.IsEndPassedOn = true;
        if (Mode != LaneMode.Open) return true;
        _over.Enqueue(inflow);
        return false;
    }

    // Under Sync. Answers true once for every turn that should begin.
    private bool ShouldSchedule()
    {
        if (_turns >= _runs || _completing != null || !HasWork()) return false;
        _turns++;
        return true;
    }

    // Under Sync.
    private bool HasWork()
    {
        if (_free.Count == 0) return false;
        if (_over.Count > 0) return true;
        if (_batch == null) return _ready.Count > 0;
        if (!_batch.HasFrames) return false;
        if (_batch.IsReady) return true;
        if (_timerArmed) return false;
        var left = _batch.Options.MaxDelay - _time.GetElapsedTime(OldestSince());
        if (left <= TimeSpan.Zero) return true;
        _timerArmed = true;
        _batchTimer!.Change(left, Timeout.InfiniteTimeSpan);
        return false;
    }

    private long OldestSince()
    {
        var oldest = long.MaxValue;
        foreach (var queue in _ready)
            if (queue.Inflow.Share.Frames > 0 && queue.Count > 0) oldest = Math.Min(oldest, queue.OldestSince);
        return oldest;
    }

    private void OnBatchTimer()
    {
        bool schedule;
        lock (Sync)
        {
            _timerArmed = false;
            schedule = ShouldSchedule();
        }

        if (schedule) Schedule();
    }

    private enum AfterPut
    {
        Done,
        Wait,
        Again,
    }
}
