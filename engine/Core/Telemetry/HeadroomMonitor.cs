using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>
/// Watches how much of each resource an engine uses, by the rule of <c>sluice bench capacity</c>: what is used of the cores it can have, of
/// each stage's calls and of the memory for pictures; and none is left of what lets more than one frame in 200 of any source go without the
/// graph asking for it. Thread-safe.
/// </summary>
public sealed class HeadroomMonitor : IDisposable
{
    private const int Readings = 7;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly Func<EngineSnapshot> _snapshot;
    private readonly Func<TimeSpan> _cpu;
    private readonly Func<MachineCpu?> _machine;
    private readonly Func<double> _waited;
    private readonly TimeProvider _time;
    private readonly double _cores;
    private readonly Queue<HeadroomReading> _readings = new();
    private readonly ITimer _timer;
    private volatile Headroom? _current;

    /// <summary>Watches until it is disposed.</summary>
    /// <param name="snapshot">Reads the engine's counters.</param>
    /// <param name="time">The clock.</param>
    public HeadroomMonitor(Func<EngineSnapshot> snapshot, TimeProvider time)
        : this(snapshot, time, static () => Environment.CpuUsage.TotalTime, MachineCpu.Read, new CoreWait().Seconds, Environment.ProcessorCount)
    {
    }

    internal HeadroomMonitor(Func<EngineSnapshot> snapshot, TimeProvider time, Func<TimeSpan> cpu, Func<MachineCpu?> machine, Func<double> waited, double cores)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(time);
        (_snapshot, _time, _cpu, _machine, _waited, _cores) = (snapshot, time, cpu, machine, waited, cores);
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
            var now = new HeadroomReading(_time.GetTimestamp(), _cpu(), _machine(), _waited(), _snapshot());
            _readings.Enqueue(now);
            if (_readings.Count > Readings) _readings.Dequeue();
            if (_readings.Count > 1 && _readings.Peek() is var then) _current = HeadroomRule.Judge(then, now, _time.GetElapsedTime(then.At, now.At).TotalSeconds, _cores);
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
}
