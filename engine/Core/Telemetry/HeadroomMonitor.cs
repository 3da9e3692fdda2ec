using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>
/// Watches how much of each resource an engine uses, by the rule of <c>sluice bench capacity</c>: what is used of the cores, of each stage's
/// calls and of the memory for pictures; and none is left of what lets more than one frame in 200 go. Thread-safe.
/// </summary>
public sealed class HeadroomMonitor : IDisposable
{
    private const int Readings = 7;
    private const double MostLost = 0.005;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly Func<EngineSnapshot> _snapshot;
    private readonly Func<TimeSpan> _cpu;
    private readonly TimeProvider _time;
    private readonly double _cores;
    private readonly Queue<Reading> _readings = new();
    private readonly ITimer _timer;
    private volatile Headroom? _current;

    /// <summary>Watches until it is disposed.</summary>
    /// <param name="snapshot">Reads the engine's counters.</param>
    /// <param name="time">The clock.</param>
    public HeadroomMonitor(Func<EngineSnapshot> snapshot, TimeProvider time)
        : this(snapshot, time, static () => Environment.CpuUsage.TotalTime, Environment.ProcessorCount)
    {
    }

    internal HeadroomMonitor(Func<EngineSnapshot> snapshot, TimeProvider time, Func<TimeSpan> cpu, double cores)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(time);
        (_snapshot, _time, _cpu, _cores) = (snapshot, time, cpu, cores);
        _timer = time.CreateTimer(static state => ((HeadroomMonitor)state!).Look(), this, Period, Period);
    }

    /// <summary>The headroom at the last look; null before there were two.</summary>
    public Headroom? Current => _current;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // Looks don't overlap in anybody's interest; one that comes while another runs is left out.
        if (!Monitor.TryEnter(_readings)) return;
        try
        {
            var now = new Reading(_time.GetTimestamp(), _cpu(), _snapshot());
            _readings.Enqueue(now);
            if (_readings.Count > Readings) _readings.Dequeue();
            if (_readings.Count > 1) _current = Judge(_readings.Peek(), now);
        }
        catch (Exception)
        {
            // A timer's callback must not end the program; the next look may do better.
        }
        finally
        {
            Monitor.Exit(_readings);
        }
    }

    private Headroom Judge(Reading then, Reading now)
    {
        var seconds = _time.GetElapsedTime(then.At, now.At).TotalSeconds;
        var least = new Headroom(1 - ((now.Cpu - then.Cpu).TotalSeconds / seconds / _cores), "cpu");
        Offer(now.Engine.MemoryLimitBytes > 0 ? 1 - (now.Engine.MemoryBytes / (double)now.Engine.MemoryLimitBytes) : 1, "memory");
        var arrived = Math.Max(1, Sum(now.Engine, static s => s.Arrived) - Sum(then.Engine, static s => s.Arrived));
        Offer(Lost("decode") > MostLost ? 0 : 1, "decode");
        foreach (var stage in now.Engine.Stages)
        {
            if (then.Engine.Stages.FirstOrDefault(s => s.Id == stage.Id) is not { } before) continue;
            var used = (stage.Busy - before.Busy).TotalSeconds / seconds / stage.Runs;
            Offer(Lost(stage.Id) > MostLost ? 0 : 1 - used, stage.Id);
        }

        return least with { Ratio = Math.Round(Math.Clamp(least.Ratio, 0, 1), 4) };

        void Offer(double ratio, string resource)
        {
            if (ratio < least.Ratio) least = new(ratio, resource);
        }

        // Sources that were removed meanwhile took their counts along: less lost then than before is nothing lost.
        double Lost(string stage) => Math.Max(0, Sum(now.Engine, s => DropsOf(s, stage)) - Sum(then.Engine, s => DropsOf(s, stage))) / (double)arrived;
    }

    private static long Sum(EngineSnapshot engine, Func<SourceSnapshot, long> of) => engine.Sources.Sum(of);

    private static long DropsOf(SourceSnapshot source, string stage)
        => source.Drops.Where(drop => drop.Stage == stage && (drop.Reason is DropReason.Full or DropReason.Memory)).Sum(static drop => drop.Count);

    private readonly record struct Reading(long At, TimeSpan Cpu, EngineSnapshot Engine);
}
