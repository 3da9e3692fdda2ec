using System.Diagnostics.Metrics;
using System.Numerics;

namespace Sluice.Core.Telemetry;

/// <summary>Durations in buckets that grow by an eighth of an octave: percentiles within 9 %, no allocation, safe from any thread.</summary>
public sealed class LatencyHistogram
{
    private const int PerOctave = 8;
    private readonly long[] _buckets = new long[64 * PerOctave];
    private long _count;
    private long _sumTicks;
    private volatile HistogramFollower? _follower;

    /// <summary>How many durations were added.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>All durations together.</summary>
    public TimeSpan Sum => TimeSpan.FromTicks(Volatile.Read(ref _sumTicks));

    /// <summary>Adds one duration.</summary>
    /// <param name="duration">Negative ones count as zero.</param>
    public void Add(TimeSpan duration)
    {
        var microseconds = (ulong)Math.Max(1, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        var octave = BitOperations.Log2(microseconds);
        var within = octave >= 3 ? (int)((microseconds >> (octave - 3)) & 7) : (int)((microseconds << (3 - octave)) & 7);
        Interlocked.Increment(ref _buckets[(octave * PerOctave) + within]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _sumTicks, Math.Max(0, duration.Ticks));
        _follower?.Record(Math.Max(0, duration.TotalSeconds));
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

    /// <summary>How many buckets there are.</summary>
    internal const int Buckets = 64 * PerOctave;

    /// <summary>Copies the count of each bucket; while durations are added, some may be missing.</summary>
    /// <param name="counts">At least <see cref="Buckets"/> long.</param>
    internal void CopyTo(Span<long> counts)
    {
        for (var i = 0; i < _buckets.Length; i++) counts[i] = Volatile.Read(ref _buckets[i]);
    }

    /// <summary>The upper end of a bucket, in microseconds.</summary>
    internal static double UpperMicroseconds(int bucket) => Math.ScaleB(1 + ((bucket % PerOctave) + 1) / (double)PerOctave, bucket / PerOctave);

    /// <summary>How many durations were below each power of two of a microsecond.</summary>
    /// <returns>64 counts that never fall: the one at index i is of durations below 2^i us.</returns>
    public long[] CountsBelowPowersOfTwo()
    {
        var counts = new long[64];
        for (var octave = 1; octave < 64; octave++)
        {
            counts[octave] = counts[octave - 1];
            for (var i = (octave - 1) * PerOctave; i < octave * PerOctave; i++) counts[octave] += Volatile.Read(ref _buckets[i]);
        }

        return counts;
    }

    /// <summary>Has an instrument told of every duration from now on, in seconds.</summary>
    internal void Follow(Histogram<double> instrument, KeyValuePair<string, object?>[] tags) => _follower = new(instrument, tags);

    /// <summary>Whether an instrument is told.</summary>
    internal bool IsFollowedBy(Histogram<double> instrument) => _follower?.Instrument == instrument;
}
