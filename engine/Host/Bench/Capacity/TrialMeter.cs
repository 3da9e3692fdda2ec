using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;
using Sluice.Native.Memory;
using Sluice.Native.Nvml;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Reads a trial's engine and process, counted from the moment it was made.</summary>
internal sealed class TrialMeter : IDisposable
{
    private readonly Engine _engine;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly EngineSnapshot _first;
    private readonly Dictionary<string, long[]> _latencies;
    private readonly ThreadCpu _threads = new();
    private readonly CoreWait _wait = new();
    private readonly double _firstWait;
    private readonly SpeedProbes _probes;
    private readonly NvmlLibrary? _gpus = NvmlLibrary.TryOpen();
    private readonly Dictionary<string, double> _firstCpu;
    private readonly MachineCpu? _firstMachine = MachineCpu.Read();
    private readonly LockWait? _locks;
    private readonly TimeSpan _firstPause = GC.GetTotalPauseDuration();
    private double _own;
    private long[] _lastAll;
    private TimeSpan _lastSum;

    /// <summary>Begins to count.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="probes">Measure cores and memory; borrowed.</param>
    /// <param name="watchesLocks">Whether it counts waits for locks.</param>
    public TrialMeter(Engine engine, SpeedProbes probes, bool watchesLocks)
    {
        _locks = watchesLocks ? new() : null;
        (_engine, _probes) = (engine, probes);
        _first = engine.Snapshot();
        _latencies = _first.Sources.ToDictionary(static s => s.Id, static s => CountsOf(s.Latency), StringComparer.Ordinal);
        _firstWait = _wait.Seconds();
        _firstCpu = _threads.Read(_first.Stages.Select(static s => s.Id));
        (_lastAll, _lastSum) = (All(_first), Sum(_first));
    }

    /// <summary>Seconds since it began.</summary>
    public double Elapsed => TimeProvider.System.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Reads everything now.</summary>
    public TrialTick Read()
    {
        var began = ThreadClock.Now;
        var now = _engine.Snapshot();
        var cpu = _threads.Read(now.Stages.Select(static s => s.Id));
        foreach (var (group, seconds) in _firstCpu) cpu[group] = cpu.GetValueOrDefault(group) - seconds;

        // To measure takes a hundredth of a core, which is none of the engine's.
        cpu["pool"] = Math.Max(0, cpu.GetValueOrDefault("pool") - _own);
        var (mean, p95) = Latency(now);
        var machine = MachineCpu.Read();
        var tick = new TrialTick(Math.Round(Elapsed, 3), cpu.Values.Sum(), cpu, (machine?.Busy - _firstMachine?.Busy)?.TotalSeconds ?? 0, Environment.WorkingSet - CopyProbe.ResidentBytes, mean, p95, _locks?.Seconds ?? 0,
            (GC.GetTotalPauseDuration() - _firstPause).TotalSeconds, _probes.Memory(),
            [.. now.Sources.Zip(_first.Sources, SourceOf)], [.. now.Stages.Zip(_first.Stages, StageOf)])
        {
            WaitedSeconds = _wait.Seconds() - _firstWait,
            Gpus = _gpus?.Read() ?? [],
            CoreSpeed = _probes.Core(),
            StolenSeconds = (machine?.Stolen - _firstMachine?.Stolen)?.TotalSeconds ?? 0,
        };
        _own += (ThreadClock.Now - began).TotalSeconds;
        return tick;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gpus?.Dispose();
        _locks?.Dispose();
    }

    private TrialSource SourceOf(SourceSnapshot now, SourceSnapshot first)
    {
        var lost = LostOf(now, null) - LostOf(first, null);
        var counts = Difference(CountsOf(now.Latency), _latencies[now.Id]);
        return new(now.Id, now.Arrived - first.Arrived, DeliveredOf(now) - DeliveredOf(first), lost, AtDecoder(now) - AtDecoder(first),
            now.Status.Reconnects - first.Status.Reconnects, now.Status.State == SourceState.Running, Percentile(counts, 0.5), Percentile(counts, 0.95), Percentile(counts, 0.99));
    }

    private TrialStage StageOf(StageSnapshot now, StageSnapshot first)
    {
        var lost = _engine.Snapshot().Sources.Sum(source => LostOf(source, now.Id)) - _first.Sources.Sum(source => LostOf(source, now.Id));
        return new(now.Id, now.Use, now.In - first.In, (now.Busy - first.Busy).TotalSeconds, now.Runs, now.Faults - first.Faults, now.Queued,
            now.Edges.Sum(static e => e.Capacity), lost, now.Sink is { } sink ? Math.Max(0, sink.Accepted - sink.Acknowledged - (sink.Dropped ?? 0)) : null);
    }

    private static long DeliveredOf(SourceSnapshot source) => source.Outcomes.GetValueOrDefault(Outcome.Published) + source.Outcomes.GetValueOrDefault(Outcome.SampledOut);

    private static long AtDecoder(SourceSnapshot source) => source.Drops.Where(static d => d.Stage == "decode").Sum(static d => d.Count);

    // What went wrong before the edges, and what edges let go without being told to: each of those is a frame missing on some branch.
    private static long LostOf(SourceSnapshot source, string? stage)
    {
        var drops = source.Drops.Where(d => (stage == null || d.Stage == stage) && d.Reason is not (DropReason.Shutdown or DropReason.Removed) && !d.IsPlanned).Sum(static d => d.Count);
        if (stage != null) return drops;
        return drops + new[] { Outcome.Late, Outcome.Corrupt, Outcome.AwaitingKeyframe, Outcome.Failed }.Sum(outcome => source.Outcomes.GetValueOrDefault(outcome));
    }

    private (double? Mean, double? P95) Latency(EngineSnapshot now)
    {
        var (all, sum) = (All(now), Sum(now));
        var counts = Difference(all, _lastAll);
        var ended = counts.Sum();
        var mean = ended > 0 ? (sum - _lastSum).TotalSeconds / ended : (double?)null;
        (_lastAll, _lastSum) = (all, sum);
        return (mean, Percentile(counts, 0.95));
    }

    private static long[] All(EngineSnapshot snapshot)
    {
        var all = new long[LatencyHistogram.Buckets];
        foreach (var source in snapshot.Sources)
            foreach (var (bucket, count) in CountsOf(source.Latency).Index()) all[bucket] += count;
        return all;
    }

    private static TimeSpan Sum(EngineSnapshot snapshot) => snapshot.Sources.Aggregate(TimeSpan.Zero, static (sum, source) => sum + source.Latency.Sum);

    private static long[] CountsOf(LatencyHistogram histogram)
    {
        var counts = new long[LatencyHistogram.Buckets];
        histogram.CopyTo(counts);
        return counts;
    }

    private static long[] Difference(long[] now, long[] then) => [.. now.Zip(then, static (a, b) => a - b)];

    private static double? Percentile(long[] counts, double share)
    {
        var total = counts.Sum();
        if (total <= 0) return null;
        var wanted = Math.Max(1, (long)Math.Ceiling(total * share));
        long seen = 0;
        for (var i = 0; i < counts.Length; i++)
            if ((seen += counts[i]) >= wanted) return LatencyHistogram.UpperMicroseconds(i) / 1e6;
        return null;
    }
}
