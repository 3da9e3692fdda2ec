using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Graph;

/// <content>Reading the counters.</content>
public sealed partial class Engine
{
    /// <summary>What it has done so far; at any time, from any thread.</summary>
    public EngineSnapshot Snapshot()
    {
        var roster = _roster;
        return new()
        {
            Engine = _config.Engine.Name,
            State = State,
            Running = Volatile.Read(ref _startedAt) is var since and not 0 ? _services.Time.GetElapsedTime(since) : TimeSpan.Zero,
            Sources = [.. roster.Sources.Select(SnapshotOf)],
            Removed = roster.Removed,
            Stages = [.. _stages.Select(SnapshotOf)],
            Models = _models?.Loaded ?? [],
            Directory = _config.BaseDirectory,
            Headroom = _headroom?.Current,
            Keyframes = _stages.Sum(static s => s.Keyframes),
            MemoryBytes = Budget.Outstanding,
            MemoryPeakBytes = Budget.Peak,
            MemoryLimitBytes = Budget.LimitBytes,
        };
    }

    private static SourceSnapshot SnapshotOf(SourceNode node)
    {
        // Ends before arrivals, so that no frame seems to have ended that never came.
        var outcomes = Enum.GetValues<Outcome>().Where(static o => o != Outcome.None)
            .ToImmutableSortedDictionary(static o => o, o => node.Ledger[o]);
        return new()
        {
            Id = node.Id,
            Uri = node.Config.ShownUri,
            IsLive = node.IsLive,
            Status = node.Status,
            Stream = node.Counts,
            Outcomes = outcomes,
            Arrived = node.Ledger.Arrived,
            Drops = DropsOf(node),
            Latency = node.Ledger.Latency,
        };
    }

    private static ImmutableArray<DropCount> DropsOf(SourceNode node)
    {
        var drops = ImmutableArray.CreateBuilder<DropCount>();
        var id = node.Id;
        if (node.Ledger.AtFullDecoder > 0) drops.Add(new($"decode<-{id}", "decode", DropReason.Full, node.Ledger.AtFullDecoder));
        if (node.Ledger.WithoutMemory > 0) drops.Add(new($"decode<-{id}", "decode", DropReason.Memory, node.Ledger.WithoutMemory));
        foreach (var queue in node.Queues)
        {
            foreach (var reason in Enum.GetValues<DropReason>())
                if (queue.Drops(reason) is var count and > 0) drops.Add(new(queue.Edge.Name, queue.Edge.Stage, reason, count) { IsPlanned = reason == DropReason.Full && queue.Edge.DropsByPlan });
        }

        if (node.Late > 0) drops.Add(new($"engine<-{id}", "engine", DropReason.Removed, node.Late));
        if (node.Left > 0) drops.Add(new($"engine<-{id}", "engine", node.IsLeaving ? DropReason.Removed : DropReason.Shutdown, node.Left));
        return drops.ToImmutable();
    }

    private static StageSnapshot SnapshotOf(StageNode node) => new()
    {
        Id = node.Id,
        Use = node.Config.Factory.Use,
        In = node.In,
        Out = node.Out,
        Calls = node.Calls,
        Faults = node.Faults,
        Runs = Math.Max(1, node.BatchStage?.Runs ?? node.Lanes.Count(static lane => lane.SourceCount > 0)),
        Busy = node.Busy,
        BatchMean = node.BatchStage != null && node.Calls > 0 ? (double)node.In / node.Calls : null,
        Batches = node.Batches,
        Model = node.Model,
        IsHung = node.IsHung,
        Edges = [.. node.Edges.Select(SnapshotOf)],
        Sink = node.SinkCounts,
        Keyframes = (node.Stage as KeyframeStage)?.Counts,
        Wait = node.Wait,
        Exec = node.Exec,
    };

    private static EdgeSnapshot SnapshotOf(Edge edge)
    {
        int queued = 0, capacity = 0;
        long bytes = 0;
        foreach (var queue in edge.Queues)
        {
            lock (queue.Inflow.Lane.Sync)
            {
                queued += queue.Count;
                bytes += queue.Bytes;
            }

            capacity += queue.Bounds.Capacity;
        }

        return new(edge.Name, queued, capacity, bytes);
    }
}
