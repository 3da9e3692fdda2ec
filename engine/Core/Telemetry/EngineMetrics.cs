using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>
/// The <see cref="MetricTable"/> as instruments of the meter <c>Sluice</c>, for OTLP and <c>dotnet-counters</c>. Counters and gauges are
/// read when somebody collects; histograms are told of every value while somebody listens. Nothing is spent where nobody does.
/// </summary>
public sealed class EngineMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Sluice";

    private static readonly TimeSpan MostAge = TimeSpan.FromMilliseconds(100);
    private readonly string _engine;
    private readonly TimeProvider _time;
    private readonly Func<EngineSnapshot> _snapshot;
    private readonly MeterInstruments _others;

    // Guards what follows. A collector reads every instrument by itself: one snapshot serves them all.
    private readonly Lock _gate = new();
    private EngineSnapshot? _last;
    private long _lastAt;
    private MeterInstruments _sources;
    private bool _disposed;

    /// <summary>Offers the instruments until it is disposed.</summary>
    /// <param name="engine">The engine's name, a tag of the meter.</param>
    /// <param name="snapshot">Reads the counters.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public EngineMetrics(string engine, Func<EngineSnapshot> snapshot, TimeProvider? time = null)
    {
        (_engine, _snapshot, _time) = (engine, snapshot, time ?? TimeProvider.System);
        _others = new(engine, [.. MetricTable.All.Where(static m => !m.IsOfSources)], Read);
        _sources = OfSources();
    }

    /// <summary>Has the instruments told of what new sources and stages measure from now on.</summary>
    public void Follow()
    {
        var snapshot = _snapshot();
        lock (_gate)
        {
            if (_disposed) return;
            _others.Follow(snapshot);
            _sources.Follow(snapshot);
        }
    }

    /// <summary>
    /// Ends the series of sources that are not there any more. A collector keeps what it once saw for as long as its instruments are there,
    /// so those of sources are made anew; what they counted goes on.
    /// </summary>
    public void EndRemoved()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _sources.Dispose();
            _sources = OfSources();
            _last = null;
        }

        Follow();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _others.Dispose();
            _sources.Dispose();
        }
    }

    private MeterInstruments OfSources() => new(_engine, [.. MetricTable.All.Where(static m => m.IsOfSources)], Read);

    private EngineSnapshot Read()
    {
        lock (_gate)
        {
            if (_last != null && _time.GetElapsedTime(_lastAt) < MostAge) return _last;
        }

        var snapshot = _snapshot();
        lock (_gate)
        {
            (_last, _lastAt) = (snapshot, _time.GetTimestamp());

            // A source that was opened anew measures anew.
            if (!_disposed) _sources.Follow(snapshot);
        }

        return snapshot;
    }
}
