using System.Diagnostics.Metrics;

namespace Sluice.Core.Telemetry;

/// <summary>Counts of small whole numbers, such as frames in a batch. No allocation, safe from any thread.</summary>
/// <param name="most">The largest there can be.</param>
public sealed class SizeHistogram(int most)
{
    private readonly long[] _counts = new long[most + 1];
    private volatile HistogramFollower? _follower;

    /// <summary>How many there were of each size, from 0.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Counts one.</summary>
    /// <param name="size">0 to the largest.</param>
    public void Add(int size)
    {
        Interlocked.Increment(ref _counts[size]);
        _follower?.Record(size);
    }

    /// <summary>Whether a size ends a bucket: powers of two, and the largest.</summary>
    internal bool IsBound(int size) => (size & (size - 1)) == 0 || size == _counts.Length - 1;

    /// <summary>Has an instrument told of every size from now on.</summary>
    internal void Follow(Histogram<double> instrument, KeyValuePair<string, object?>[] tags) => _follower = new(instrument, tags);

    /// <summary>Whether an instrument is told.</summary>
    internal bool IsFollowedBy(Histogram<double> instrument) => _follower?.Instrument == instrument;
}
