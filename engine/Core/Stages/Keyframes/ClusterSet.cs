using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// A bounded number of clusters over an endless stream: a frame joins the nearest cluster within the radius or opens one; when there are too
/// many, the radius grows and clusters merge. Everything is decided again at the end of the period, so no early choice is final.
/// </summary>
/// <param name="capacity">Most clusters.</param>
/// <param name="metric">How far apart appearances are; null for that of the plain features.</param>
internal sealed partial class ClusterSet(int capacity, AppearanceMetric? metric = null)
{
    private readonly AppearanceMetric _metric = metric ?? AppearanceMetric.Plain;
    private const float Growth = 1.25f;
    private readonly List<Cluster> _clusters = new(capacity + 1);

    // What opened each cluster, in the same order: it never moves, so that clusters stay apart.
    private readonly short[] _anchors = new short[(capacity + 1) * (metric ?? AppearanceMetric.Plain).Length];

    // Squared distance to another anchor, never more than to the nearest one: those far from all others need no look when clusters merge.
    private readonly long[] _apart = new long[capacity + 1];
    private int _last;

    /// <summary>The clusters.</summary>
    public IReadOnlyList<Cluster> Clusters => _clusters;

    /// <summary>What is farther from every anchor opens a cluster.</summary>
    public float Radius { get; private set; }

    /// <summary>The cluster a frame belongs to, or null when it opens one.</summary>
    /// <param name="features">Its appearance in short form.</param>
    public Cluster? Find(ReadOnlySpan<short> features)
    {
        if (_clusters.Count == 0) return null;
        ref var x = ref MemoryMarshal.GetReference(features);

        // The next frame looks like the last one: that cluster first, then most others are given up after a quarter.
        _last = Math.Min(_last, _clusters.Count - 1);
        var (nearest, least) = (_last, _metric.Squared(ref _anchors[_last * Length], ref x, long.MaxValue));
        for (var i = 0; i < _clusters.Count; i++)
        {
            if (i == nearest) continue;
            var distance = _metric.Squared(ref _anchors[i * Length], ref x, least);
            if (distance < least) (nearest, least) = (i, distance);
        }

        if (least > Short(Radius)) return null;
        _last = nearest;
        return _clusters[nearest];
    }

    /// <summary>Opens a cluster for a frame, merging others when there is no room.</summary>
    /// <param name="features">Its appearance.</param>
    /// <param name="inShort">The same in short form.</param>
    /// <param name="weight">What it counts.</param>
    /// <param name="candidate">It, standing for the cluster; null where it cannot be kept.</param>
    public void Open(ReadOnlySpan<float> features, ReadOnlySpan<short> inShort, double weight, Candidate? candidate)
    {
        var cluster = new Cluster(features) { Metric = _metric };
        cluster.Add(features, weight);
        if (candidate != null) cluster.Stand(candidate, 0);
        inShort.CopyTo(_anchors.AsSpan(_clusters.Count * Length, Length));
        Place(_clusters.Count);
        _last = _clusters.Count;
        _clusters.Add(cluster);
        while (_clusters.Count > capacity) Shrink();
    }

    /// <summary>Empties the set; the clusters are the caller's. The next period begins with half the radius.</summary>
    public List<Cluster> Take()
    {
        var taken = new List<Cluster>(_clusters);
        _clusters.Clear();
        Radius /= 2;
        return taken;
    }

    /// <summary>Works the clusters' distances out again: the metric has changed.</summary>
    public void Remeasure()
    {
        for (var i = 0; i < _clusters.Count; i++) Place(i);
        foreach (var cluster in _clusters) cluster.Look();
    }

    /// <summary>Begins with a radius known from before.</summary>
    public void Warm(float radius) => Radius = radius;

    private int Length => _metric.Length;

    private static long Short(float distance) => (long)(distance * VectorMath.Steps * (double)distance * VectorMath.Steps);

    private long Between(int a, int b) => _metric.Squared(ref _anchors[a * Length], ref _anchors[b * Length], long.MaxValue);

    /// <summary>Notes how far the anchor at an index is from those before it.</summary>
    private void Place(int index)
    {
        _apart[index] = long.MaxValue;
        for (var i = 0; i < index; i++)
        {
            var distance = Between(i, index);
            _apart[i] = Math.Min(_apart[i], distance);
            _apart[index] = Math.Min(_apart[index], distance);
        }
    }

    private void Shrink()
    {
        var count = _clusters.Count;
        var nearest = long.MaxValue;
        for (var i = 0; i < count; i++) nearest = Math.Min(nearest, _apart[i]);
        Radius = Math.Max(Radius * Growth, (float)(Math.Sqrt(nearest) / VectorMath.Steps));
        var within = Math.Max(Short(Radius), nearest);

        // The heavy ones stay and take in what came too near.
        var order = Enumerable.Range(0, count).Where(i => _apart[i] <= within).OrderByDescending(i => _clusters[i].Weight).ToArray();
        var gone = new bool[count];
        for (var a = 0; a < order.Length; a++)
        {
            var heavy = order[a];
            if (gone[heavy]) continue;
            _apart[heavy] = long.MaxValue;
            for (var b = 0; b < order.Length; b++)
            {
                var light = order[b];
                if (light == heavy || gone[light]) continue;
                var distance = Between(heavy, light);
                if (b > a && distance <= within)
                {
                    _clusters[heavy].Merge(_clusters[light]);
                    gone[light] = true;
                }
                else
                {
                    _apart[heavy] = Math.Min(_apart[heavy], distance);
                }
            }

            // Those that were far from all still are, but how far they are from this one was not looked at again: the radius bounds it.
            _apart[heavy] = Math.Min(_apart[heavy], within + 1);
        }

        Compact(gone);
    }

    private void Compact(bool[] gone)
    {
        var to = 0;
        for (var from = 0; from < gone.Length; from++)
        {
            if (gone[from]) continue;
            if (to != from)
            {
                _clusters[to] = _clusters[from];
                _apart[to] = _apart[from];
                _anchors.AsSpan(from * Length, Length).CopyTo(_anchors.AsSpan(to * Length, Length));
            }

            to++;
        }

        _clusters.RemoveRange(to, _clusters.Count - to);
        _last = 0;
    }
}
