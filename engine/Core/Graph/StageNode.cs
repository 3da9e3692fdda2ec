using Microsoft.Extensions.Logging;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>A stage in the running graph: its lanes, the edges that lead to it, and its counters.</summary>
internal sealed class StageNode
{
    private readonly Dictionary<string, Inflow> _inflows = new(StringComparer.Ordinal);
    private readonly List<Edge> _edges = [];
    private readonly Lane[] _lanes;
    private readonly Action _sourceEnded;
    private readonly ILogger _log;
    private readonly LogPace _faultPace;
    private readonly long[] _batchSizes;
    private long _in;
    private long _out;
    private long _calls;
    private long _busyTicks;
    private long _faults;
    private long _keyframes;

    /// <summary>Puts a stage into the graph.</summary>
    /// <param name="config">Its place.</param>
    /// <param name="stage">The stage; disposed by the engine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where its faults go.</param>
    /// <param name="sourceEnded">Called once for every source that has ended here.</param>
    /// <param name="hardStop">Cancelled when frames in flight are given up.</param>
    /// <exception cref="InvalidOperationException">The stage takes neither frames nor batches.</exception>
    public StageNode(StageConfig config, IStage stage, TimeProvider time, ILogger log, Action sourceEnded, CancellationToken hardStop)
    {
        (Config, Stage, Time, _log, _sourceEnded, HardStop) = (config, stage, time, log, sourceEnded, hardStop);
        BatchStage = stage as IBatchStage;
        FrameStage = stage as IFrameStage;
        if (BatchStage == null && FrameStage == null)
            throw new InvalidOperationException(
                $"Stage '{config.Id}' ({config.Factory.Use}) takes neither frames nor batches: it must be an IFrameStage or an IBatchStage.");
        _faultPace = new(time, TimeSpan.FromSeconds(10));
        _batchSizes = new long[(BatchStage?.Batch.Size ?? 0) + 1];

        // Batches gather over sources, so they need one lane; a stage that says so takes different sources at once.
        var lanes = BatchStage == null && config.Factory.Parallel ? Environment.ProcessorCount : 1;
        _lanes = new Lane[lanes];
        for (var i = 0; i < lanes; i++) _lanes[i] = new(this);
    }

    public StageConfig Config { get; }

    public string Id => Config.Id;

    public IStage Stage { get; }

    public IBatchStage? BatchStage { get; }

    public IFrameStage? FrameStage { get; }

    public TimeProvider Time { get; }

    public CancellationToken HardStop { get; }

    public IReadOnlyList<Lane> Lanes => _lanes;

    public IReadOnlyList<Edge> Edges => _edges;

    public IReadOnlyCollection<Inflow> Inflows => _inflows.Values;

    /// <summary>Whether a frame that it takes without a fault counts as published.</summary>
    public bool Publishes { get; private set; }

    /// <summary>Whether one of its calls does not come back.</summary>
    public bool IsHung => _lanes.Any(static lane => lane.IsHung);

    /// <summary>How long frames waited in its edges.</summary>
    public LatencyHistogram Wait { get; } = new();

    /// <summary>How long its calls took, waiting for room behind them not counted; calls that overlap count each.</summary>
    public LatencyHistogram Exec { get; } = new();

    public long In => Volatile.Read(ref _in);

    public long Out => Volatile.Read(ref _out);

    public long Calls => Volatile.Read(ref _calls);

    public long Faults => Volatile.Read(ref _faults);

    public long Keyframes => Volatile.Read(ref _keyframes);

    public TimeSpan Busy => TimeSpan.FromTicks(Volatile.Read(ref _busyTicks));

    /// <summary>How many batches of each size there were; empty for a stage that takes frames.</summary>
    public ReadOnlySpan<long> BatchSizes => BatchStage == null ? [] : _batchSizes;

    /// <summary>Adds an edge from a giver; only while the graph is built.</summary>
    public Edge Connect(string from)
    {
        var edge = new Edge(Id, from);
        _edges.Add(edge);
        return edge;
    }

    /// <summary>The source's inflow, made when it is the first time; only while the graph is built.</summary>
    public Inflow Reach(string source)
    {
        if (_inflows.TryGetValue(source, out var known)) return known;
        var lane = _lanes[_inflows.Count % _lanes.Length];
        var inflow = new Inflow(source, this, lane);
        lane.Add(inflow);
        _inflows.Add(source, inflow);
        return inflow;
    }

    public bool TryFind(string source, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Inflow inflow)
        => _inflows.TryGetValue(source, out inflow);

    /// <summary>Closes the building: from here on it is known whether it is the end of a branch.</summary>
    public void Seal() => Publishes = Stage is ISink || !_inflows.Values.Any(static i => i.Outlet.HasTargets);

    public void CountEndedSource() => _sourceEnded();

    public void CountCall(int frames, TimeSpan taken)
    {
        Interlocked.Add(ref _in, frames);
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _busyTicks, taken.Ticks);
        Exec.Add(taken);
        if (BatchStage != null) Interlocked.Increment(ref _batchSizes[frames]);
    }

    public void CountEmitted(Frame frame)
    {
        Interlocked.Increment(ref _out);
        if (frame.Keyframe != null && frame.Info.Choose()) Interlocked.Increment(ref _keyframes);
    }

    public void CountFault(Exception fault)
    {
        Interlocked.Increment(ref _faults);
        if (_faultPace.TryPass(out var unsaid)) GraphLog.StageFailed(_log, Id, unsaid, fault);
    }

    public void LogOverdue(TimeSpan deadline) => GraphLog.StageOverdue(_log, Id, deadline);

    public void LogHung(int hung, int runs) => GraphLog.StageHung(_log, Id, hung, runs);

    public void LogBack() => GraphLog.StageBack(_log, Id);
}
