using Sluice.Core.Telemetry;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>What came into a histogram since the last time it was taken.</summary>
internal sealed class HistogramDelta
{
    private readonly long[] _taken = new long[LatencyHistogram.Buckets];
    private readonly long[] _now = new long[LatencyHistogram.Buckets];

    /// <summary>Upper ends of the buckets that something came into, in microseconds.</summary>
    public List<uint> Microseconds { get; } = [];

    /// <summary>How many came into each.</summary>
    public List<uint> Counts { get; } = [];

    /// <summary>Looks at the histogram.</summary>
    public void Read(LatencyHistogram histogram)
    {
        Microseconds.Clear();
        Counts.Clear();
        histogram.CopyTo(_now);
        for (var i = 0; i < _now.Length; i++)
        {
            if (_now[i] <= _taken[i]) continue;
            Microseconds.Add((uint)Math.Min(uint.MaxValue, Math.Ceiling(LatencyHistogram.UpperMicroseconds(i))));
            Counts.Add((uint)Math.Min(uint.MaxValue, _now[i] - _taken[i]));
        }
    }

    /// <summary>What was read is written down: the next time begins there.</summary>
    public void Take() => _now.CopyTo(_taken, 0);
}
