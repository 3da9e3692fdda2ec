using System.Runtime.CompilerServices;
using System.Threading.Tasks.Dataflow;
using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <content>Turns: taking work out of the queues and calling the stage with it.</content>
internal sealed partial class Lane
{
    // Calls in a turn before other lanes get the thread.
    private const int CallsPerTurn = 32;
    private readonly ActionBlock<bool> _block;

    // What the running call has; the turn alone changes them while no call runs.
    private readonly List<Frame> _frames = [];
    private readonly List<SourceQueue> _froms = [];
    private readonly List<Waiter> _roomFor = [];

    /// <summary>Ends when no call runs any more; no turn starts afterwards.</summary>
    public Task CompleteAsync()
    {
        _block.Complete();
        return _block.Completion;
    }

    private ActionBlock<bool> MakeBlock() => new(_ => TurnAsync(), new()
    {
        // One turn running and the next one announced: more than one announcement there never is.
        BoundedCapacity = 2,
        MaxDegreeOfParallelism = 1,
        EnsureOrdered = false,
    });

    // The block takes it at once (see its capacity), or is complete and nothing is left to do.
    private void Schedule() => _ = _block.SendAsync(true);

    private async Task TurnAsync()
    {
        for (var calls = 0; calls < CallsPerTurn; calls++)
        {
            if (!TryTake(out var over)) return;
            await CallAsync(over);
            over?.Finish();
        }

        Schedule();
    }

    private bool TryTake(out Inflow? over)
    {
        over = null;
        lock (Sync)
        {
            if (!HasWork())
            {
                _scheduled = false;
                return false;
            }

            if (!_over.TryDequeue(out over))
            {
                if (_batch == null) TakeFrom(_ready.Dequeue());
                else TakeBatch(_batch);
            }
        }

        foreach (var waiter in _roomFor) waiter.Finish(true);
        _roomFor.Clear();
        return true;
    }

    private void TakeBatch(BatchGate batch)
    {
        // One frame of each queue in turn. A queue whose source has its share goes back behind the others for the next batch.
        for (int passed = 0, left = _ready.Count; _frames.Count < batch.Options.Size && left > 0;)
        {
            var queue = _ready.Dequeue();
            if (queue.Inflow.InBatch >= batch.MaxPerSource)
            {
                _ready.Enqueue(queue);
                if (++passed >= left) break;
                continue;
            }

            passed = 0;
            TakeFrom(queue);
            queue.Inflow.InBatch++;
            left = _ready.Count;
        }

        foreach (var from in _froms) from.Inflow.InBatch = 0;
        foreach (var from in _froms) batch.Recount(from.Inflow);
    }

    // Under Sync. The queue is out of the ring; it returns to its end while it has frames.
    private void TakeFrom(SourceQueue queue)
    {
        var inflow = queue.Inflow;
        _frames.Add(queue.Take(out var since));
        _froms.Add(queue);
        inflow.Queued--;
        if (queue.Count > 0) _ready.Enqueue(queue);
        else queue.InRing = false;
        if (inflow.IsOver) _over.Enqueue(inflow);
        if (queue.NextWaiter() is { } waiter) _roomFor.Add(waiter);
        _node.Wait.Add(_time.GetElapsedTime(since));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CallAsync(Inflow? over)
    {
        var stop = BeginCall(over);
        Exception? fault = null;
        try
        {
            if (over != null) await _node.Stage.EndSourceAsync(over.Source, this, stop);
            else if (_node.BatchStage is { } batched) await batched.ProcessAsync(_frames, this, stop);
            else await _node.FrameStage!.ProcessAsync(_frames[0], this, stop);
        }
        catch (Exception caught)
        {
            // Whatever a stage throws ends its frames and nothing else; nothing may escape into the block.
            fault = caught;
        }

        EndCall(over, fault);
    }
}
