using System.Runtime.CompilerServices;
using System.Threading.Tasks.Dataflow;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <content>Turns: taking work out of the queues and calling the stage with it.</content>
internal sealed partial class Lane
{
    // Calls in a turn before other lanes get the thread.
    private const int CallsPerTurn = 32;
    private readonly ActionBlock<bool> _block;

    // Guarded by Sync.
    private readonly List<SourceQueue> _gathered = [];
    private long _served;

    private ActionBlock<bool> MakeBlock() => new(_ => TurnAsync(), new()
    {
        // Every turn that runs may announce the next one: more announcements there never are.
        BoundedCapacity = _runs * 2,
        MaxDegreeOfParallelism = _runs,
        EnsureOrdered = false,
        TaskScheduler = (TaskScheduler?)_threads ?? TaskScheduler.Default,
    });

    // The block takes it at once (see its capacity): it is completed only when no turn is left to take.
    private void Schedule() => _ = _block.SendAsync(true);

    private async Task TurnAsync()
    {
        // Once the block is complete it takes no announcement: the turn then stays until there is no work.
        for (var calls = 0; calls < CallsPerTurn || _completing != null; calls++)
        {
            if (TryTake() is not { } call) return;
            await CallAsync(call);
        }

        Schedule();
    }

    private LaneCall? TryTake()
    {
        LaneCall call;
        bool schedule, drain;
        lock (Sync)
        {
            if (!HasWork())
            {
                _turns--;
                SayWhenQuiet();
                return null;
            }

            call = _free.Pop();
            call.IsDone = false;
            if (_over.TryDequeue(out var over)) call.Over = over;
            else if (_batch != null) TakeBatch(_batch, call);
            else
            {
                var queue = _ready.Dequeue();
                TakeFrom(queue, call);
                Requeue(queue);
            }

            schedule = ShouldSchedule();
            drain = _toDrain.Count > 0;
        }

        if (schedule) Schedule();
        if (drain) DrainAll();
        return call;
    }

    private void TakeBatch(BatchGate batch, LaneCall call)
    {
        // Whoever was served longest ago comes first, in rounds of one frame each: in order of arrival, the sources that give their frames
        // last would always be those left out.
        while (_ready.TryDequeue(out var queue)) _gathered.Add(queue);
        _gathered.Sort(static (one, other) => one.Served.CompareTo(other.Served));
        for (var took = true; took;)
        {
            took = false;
            foreach (var queue in _gathered)
            {
                if (call.Frames.Count == batch.Options.Size) break;
                var inflow = queue.Inflow;
                if (queue.Count == 0 || inflow.InBatch >= batch.MaxPerSource || inflow.ToPass > 0 || batch.IsHeld(inflow, call)) continue;
                TakeFrom(queue, call);
                queue.Served = ++_served;
                inflow.InBatch++;
                took = true;
            }
        }

        foreach (var queue in _gathered) Requeue(queue);
        _gathered.Clear();
        foreach (var from in call.Froms) from.Inflow.InBatch = 0;
        foreach (var from in call.Froms) batch.Recount(from.Inflow);
    }

    // Under Sync; the queue is out of the ring.
    private void Requeue(SourceQueue queue)
    {
        queue.InRing = queue.Count > 0;
        if (queue.InRing) _ready.Enqueue(queue);
    }

    // Under Sync.
    private void TakeFrom(SourceQueue queue, LaneCall call)
    {
        var inflow = queue.Inflow;
        var frame = queue.Take(out var since);
        call.Frames.Add(frame);
        call.Froms.Add(queue);
        inflow.Queued--;
        queue.NextWaiter()?.Finish(true);
        if (_keepsOrder) StandInLine(call, inflow, frame);
        PassEndOn(inflow);
        var waited = _time.GetElapsedTime(since);
        _node.Wait.Add(waited);
        if (frame.Info.Trace is { } trace) FrameTracer.Wait(trace, _node, waited, _time);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CallAsync(LaneCall call)
    {
        var over = call.Over;
        var stop = call.Begin();
        Exception? fault = null;
        try
        {
            if (over != null) await _node.Stage.EndSourceAsync(over.Source, call, stop);
            else if (_node.BatchStage is { } batched) await batched.ProcessAsync(call.Frames, call, stop);
            else await _node.FrameStage!.ProcessAsync(call.Frames[0], call, stop);
        }
        catch (Exception caught)
        {
            // Whatever a stage throws ends its frames and nothing else; nothing may escape into the block.
            fault = caught;
        }

        call.End(fault);
        Done(call);
        over?.Finish();
    }
}
