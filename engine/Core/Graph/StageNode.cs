using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>A stage in the running graph: its lanes, the edges that lead to it, and its counters.</summary>
internal sealed class StageNode
{
    private readonly ConcurrentDictionary<string, Inflow> _inflows = new(StringComparer.Ordinal);

    // Sources that were taken out while a call with their frames was still inside the stage.
    private readonly ConcurrentDictionary<string, Inflow> _leaving = new(StringComparer.Ordinal);
    private readonly bool _endsTogether;

    // Written under the graph lock.
    private volatile Lane[] _lanes;
    private volatile Edge[] _edges = [];
    private readonly ILogger _log;
    private readonly LogPace _faultPace;
    private long _in;
    private long _out;
    private long _calls;
    private long _busyTicks;
    private long _faults;
    private long _keyframes;

    // A SinkCounts: boxed, because any thread may read it.
    private volatile object _lastCounts = default(SinkCounts);

    /// <summary>Puts a stage into the graph.</summary>
    /// <param name="config">Its place.</param>
    /// <param name="stage">The stage; disposed by the engine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where its faults go.</param>
    /// <param name="isLast">Whether no stage takes from it.</param>
    /// <param name="hardStop">Cancelled when frames in flight are given up.</param>
    /// <exception cref="InvalidOperationException">The stage takes neither frames nor batches.</exception>
    public StageNode(StageConfig config, IStage stage, TimeProvider time, ILogger log, bool isLast, CancellationToken hardStop)
    {
        (Config, Stage, Time, _log, HardStop) = (config, stage, time, log, hardStop);
        (Links, Publishes) = (config.From, isLast || stage is ISink);
        BatchStage = stage as IBatchStage;
        FrameStage = stage as IFrameStage;
        if (BatchStage == null && FrameStage == null)
            throw new InvalidOperationException(
                $"Stage '{config.Id}' ({config.Factory.Use}) takes neither frames nor batches: it must be an IFrameStage or an IBatchStage.");
        _faultPace = new(time, TimeSpan.FromSeconds(10));
        Batches = BatchStage == null ? null : new(BatchStage.Batch.Size);
        Model = ModelOf(config.Options);

        // Batches gather over sources, so they need one lane; a stage that says so takes different sources at once.
        var lanes = BatchStage == null && config.Factory.Parallel ? Environment.ProcessorCount : 1;
        _lanes = new Lane[lanes];
        for (var i = 0; i < lanes; i++) _lanes[i] = new(this);
        _endsTogether = BatchStage == null && config.Factory.Parallel && stage is IEndsTogether { EndsTogether: true };
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

    /// <summary>Ids of the sources that reach it.</summary>
    public IEnumerable<string> SourceIds => _inflows.Keys;

    /// <summary>Where its frames come from; grows when a source is added that a later graph links to it. Guarded by the graph lock.</summary>
    public ImmutableArray<LinkConfig> Links { get; set; }

    /// <summary>Whether a frame that it takes without a fault counts as published.</summary>
    public bool Publishes { get; }

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

    /// <summary>How large its batches were; null for a stage that takes frames.</summary>
    public SizeHistogram? Batches { get; }

    /// <summary>What a sink says of itself; what it said last while asking it throws, which counts as a fault of the stage; null for other stages.</summary>
    public SinkCounts? SinkCounts
    {
        get
        {
            if (Stage is not ISink sink) return null;
            try
            {
                _lastCounts = sink.Counts;
            }
            catch (Exception fault)
            {
                CountFault(fault);
            }

            return (SinkCounts)_lastCounts;
        }
    }

    /// <summary>Id of the model its options name; null where they name none.</summary>
    public string? Model { get; }

    /// <summary>The edge from a giver, made when it is the first time; under the graph lock.</summary>
    public Edge EdgeFrom(string from, LinkConfig link)
    {
        foreach (var known in _edges)
            if (known.From == from) return known;
        var edge = new Edge(Id, from, (link.Bytes ?? EdgeDefaults.Bytes).Bytes, link.Policy is not (null or OverflowPolicy.Wait));
        _edges = [.. _edges, edge];
        return edge;
    }

    /// <summary>Takes an edge out whose giver is gone; under the graph lock.</summary>
    public void Remove(Edge edge) => _edges = [.. _edges.Where(e => e != edge)];

    /// <summary>The lane that is to serve a source: the one with the fewest, or that of an earlier source of the same id; under the graph lock.</summary>
    public Lane LaneFor(string source)
    {
        if (_leaving.TryGetValue(source, out var before)) return before.Lane;
        var emptiest = _lanes.MinBy(static lane => lane.SourceCount)!;
        if (!_endsTogether || emptiest.SourceCount == 0) return emptiest;
        var own = new Lane(this);
        _lanes = [.. _lanes, own];
        return own;
    }

    /// <summary>Lets a source's frames in; under the graph lock.</summary>
    public void Add(Inflow inflow)
    {
        inflow.Lane.Add(inflow, _leaving.GetValueOrDefault(inflow.Source));
        _inflows[inflow.Source] = inflow;
    }

    /// <summary>Forgets a source, at the latest when the stage has returned from its last call with it; under the graph lock.</summary>
    public void Forget(Inflow inflow)
    {
        _inflows.TryRemove(new(inflow.Source, inflow));
        if (!inflow.IsFinished) _leaving[inflow.Source] = inflow;
        inflow.IsForgotten = true;
        if (inflow.IsFinished) Forgotten(inflow);
    }

    /// <summary>A source has ended here; one that was taken out is over for good.</summary>
    public void Forgotten(Inflow inflow)
    {
        if (!inflow.IsForgotten) return;
        inflow.Lane.Remove(inflow);
        _leaving.TryRemove(new(inflow.Source, inflow));
    }

    public bool TryFind(string source, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Inflow inflow)
        => _inflows.TryGetValue(source, out inflow);

    public void CountCall(int frames, TimeSpan taken)
    {
        Interlocked.Add(ref _in, frames);
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _busyTicks, taken.Ticks);
        Exec.Add(taken);
        Batches?.Add(frames);
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

    private static string? ModelOf(object options) => options.GetType().GetProperties()
        .FirstOrDefault(static property => property.PropertyType == typeof(string) && property.GetCustomAttribute<ReferencesAttribute>()?.Section == "models")
        ?.GetValue(options) as string;
}
