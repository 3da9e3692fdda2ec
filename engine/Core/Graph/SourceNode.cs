using Microsoft.Extensions.Logging;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>A source in the running graph: runs it, and passes its frames and its end on.</summary>
internal sealed partial class SourceNode : IAsyncDisposable
{
    private readonly Func<long, ISource> _make;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action _over;
    private readonly List<Inflow> _inflows = [];
    private readonly List<SourceQueue> _queues = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guards _run, _cancelled, _resume, _reconnects and IsLeaving. No foreign code is called while it is held.
    private readonly Lock _gate = new();
    private SourceRun _run;
    private bool _cancelled;
    private TaskCompletionSource? _resume;
    private DateTimeOffset _pausedAt;
    private long _reconnects;
    private StreamCounts? _countsBefore;
    private string? _fault;
    private int _ended;
    private int _open = 1;
    private int _left;
    private long _late;

    /// <summary>Puts a source into the graph.</summary>
    /// <param name="config">What it is.</param>
    /// <param name="make">Makes it, given the index of its first frame; again after a pause.</param>
    /// <param name="ledger">Its account, the same over all runs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Its log.</param>
    /// <param name="over">Called once when it has ended everywhere, or was taken out.</param>
    public SourceNode(SourceConfig config, Func<long, ISource> make, SourceLedger ledger, TimeProvider time, ILogger log, Action over)
    {
        (Config, _make, Ledger, _time, _log, _over) = (config, make, ledger, time, log, over);
        _run = new(this, make(0), 0);
        IsLive = _run.Source.IsLive;
    }

    public SourceConfig Config { get; }

    /// <summary>Traces some of its frames; null for none.</summary>
    public FrameTracer? Tracer { get; init; }

    public string Id => Config.Id;

    public bool IsLive { get; }

    public SourceLedger Ledger { get; }

    public Outlet Outlet { get; } = new();

    /// <summary>The stages it reaches, givers before takers.</summary>
    public IReadOnlyList<Inflow> Inflows => _inflows;

    /// <summary>Its queue in each edge.</summary>
    public IReadOnlyList<SourceQueue> Queues => _queues;

    /// <summary>Frames that ended with the source because a stage never returned them.</summary>
    public long Left { get; private set; }

    /// <summary>Frames that came from it after it was left behind.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Whether it is being taken out of the graph; guarded by the engine's graph lock.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Whether the engine itself stops.</summary>
    public CancellationToken EngineStop { get; private set; }

    /// <summary>Ends when the source has returned, or was left behind, and no run follows.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Ends when every stage has seen its last frame and its end.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Whether it did not stop when told and was left behind.</summary>
    public bool IsStuck => CurrentRun.IsLeft;

    /// <summary>Whether it has ended by itself or was stopped.</summary>
    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Its state; over once it has returned, whatever it says.</summary>
    public SourceStatus Status
    {
        get
        {
            SourceRun run;
            TaskCompletionSource? resume;
            long before;
            bool wasPaused;
            lock (_gate) (run, resume, before, wasPaused) = (_run, _resume, _reconnects, _run.Resumed != null);
            var status = run.Source.Status;
            status = status with { Reconnects = status.Reconnects + before };
            if (!HasEnded && resume != null) return status with { State = SourceState.Paused, Since = _pausedAt };

            // Told to go on a moment ago; the run before the pause is over, the next one has not begun.
            if (!HasEnded) return wasPaused ? status with { State = SourceState.Connecting } : status;
            return _fault == null
                ? status with { State = SourceState.Ended }
                : status with { State = SourceState.Ended, LastError = _fault, Reason = FaultReason.Other };
        }
    }

    /// <summary>What it counts about its stream, over all runs; null where it counts nothing.</summary>
    public StreamCounts? Counts
    {
        get
        {
            lock (_gate) return Sum(_countsBefore, _run.Source.Counts);
        }
    }

    private SourceRun CurrentRun
    {
        get
        {
            lock (_gate) return _run;
        }
    }

    /// <summary>Its inflow into a stage; null when it does not reach it.</summary>
    public Inflow? InflowOf(string stage) => _inflows.Find(inflow => inflow.Node.Id == stage);

    /// <summary>Its inflow into a stage, made when it is the first time; only before the start.</summary>
    public Inflow Reach(StageNode node)
    {
        if (InflowOf(node.Id) is { } known) return known;
        var inflow = new Inflow(this, node, node.LaneFor(Id));
        _inflows.Add(inflow);
        _open++;
        return inflow;
    }

    /// <summary>Adds a queue; only before the start.</summary>
    public void Add(SourceQueue queue) => _queues.Add(queue);

    /// <summary>Starts it.</summary>
    /// <param name="stop">Says that the engine stops.</param>
    public void Start(CancellationToken stop)
    {
        EngineStop = stop;
        Running = Task.Run(() => RunAsync(stop), CancellationToken.None);
    }

    /// <summary>Passes its end on, once.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        Outlet.End();
        CountOver();
    }

    /// <summary>Goes on without it: it does not stop.</summary>
    public void LeaveBehind()
    {
        GraphLog.SourceStuck(_log, Id);
        CurrentRun.LeaveBehind();
        End();
    }

    /// <summary>A stage, or the source itself, is through with it.</summary>
    public void CountOver()
    {
        if (Interlocked.Decrement(ref _open) != 0) return;
        _drained.TrySetResult();
        CountLeft();
    }

    /// <summary>The engine need not wait for it any more.</summary>
    public void CountLeft()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) _over();
    }

    /// <summary>Closes its account: what no stage has returned counts as dropped.</summary>
    public void Close()
    {
        Left += Ledger.Close(Outcome.Dropped);
        if (Left > 0) GraphLog.FramesKept(_log, Id, Left);
    }

    /// <summary>Ends a frame that came from it after it was left behind.</summary>
    public void Drop(Frame frame)
    {
        Interlocked.Increment(ref _late);
        frame.Info.Propose(Outcome.Dropped);
        frame.Dispose();
    }

    public void NoteFault(Exception fault)
    {
        _fault = fault.Message;
        GraphLog.SourceFailed(_log, Id, fault);
    }

    /// <summary>Disposes the source; one that was left behind does so itself when it comes back.</summary>
    public ValueTask DisposeAsync() => CurrentRun.DisposeAsync();
}
