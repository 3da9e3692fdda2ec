using System.Numerics;

namespace Sluice.Core.Telemetry;

/// <summary>Durations in buckets that grow by an eighth of an octave: percentiles within 9 %, no allocation, safe from any thread.</summary>
public sealed class LatencyHistogram
{
    private const int PerOctave = 8;
    private readonly long[] _buckets = new long[64 * PerOctave];
    private long _count;

    /// <summary>How many durations were added.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Adds one duration.</summary>
    /// <param name="duration">Negative ones count as zero.</param>
    public void Add(TimeSpan duration)
    {
        var microseconds = (ulong)Math.Max(1, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        var octave = BitOperations.Log2(microseconds);
        var within = octave >= 3 ? (int)((microseconds >> (octave - 3)) & 7) : (int)((microseconds << (3 - octave)) & 7);
        Interlocked.Increment(ref _buckets[(octave * PerOctave) + within]);
        Interlocked.Increment(ref _count);
    }

    /// <summary>The duration that a share of all stay below.</summary>
    /// <param name="share">0 to 1.</param>
    /// <returns>The upper end of the bucket it falls in; null when nothing was added.</returns>
    public TimeSpan? Percentile(double share)
    {
        var total = Count;
        if (total == 0) return null;
        var wanted = Math.Max(1, (long)Math.Ceiling(total * share));
        long seen = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += Volatile.Read(ref _buckets[i]);
            if (seen < wanted) continue;
            var octave = i / PerOctave;
            var upper = Math.ScaleB(1 + ((i % PerOctave) + 1) / (double)PerOctave, octave);
            return TimeSpan.FromMicroseconds(upper);
        }

        return null;
    }
}
