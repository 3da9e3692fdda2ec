namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// A bounded number of clusters over an endless stream: a frame joins the nearest cluster within the radius or opens one; when there are too
/// many, the radius grows and clusters merge. Everything is decided again at the end of the period, so no early choice is final.
/// </summary>
/// <param name="capacity">Most clusters.</param>
internal sealed class ClusterSet(int capacity)
{
    private const float Growth = 1.25f;
    private readonly List<MicroCluster> _clusters = [];
    private float _radius;

    /// <summary>The clusters, in no order that means anything.</summary>
    public IReadOnlyList<MicroCluster> Clusters => _clusters;

    /// <summary>The cluster a frame belongs to, or null when it opens one.</summary>
    public MicroCluster? Find(ReadOnlySpan<float> features)
    {
        MicroCluster? nearest = null;
        var least = float.PositiveInfinity;
        foreach (var cluster in _clusters)
        {
            var distance = VectorMath.SquaredDistance(cluster.Anchor, features);
            if (distance < least) (least, nearest) = (distance, cluster);
        }

        return least <= _radius * _radius ? nearest : null;
    }

    /// <summary>Opens a cluster, merging others when there is no room.</summary>
    public void Open(Candidate candidate)
    {
        _clusters.Add(new MicroCluster([.. candidate.Features], candidate));
        while (_clusters.Count > capacity) Shrink();
    }

    /// <summary>Empties the set; the candidates are the caller's. The next period begins with half the radius.</summary>
    public List<MicroCluster> Take()
    {
        var taken = new List<MicroCluster>(_clusters);
        _clusters.Clear();
        _radius /= 2;
        return taken;
    }

    private void Shrink()
    {
        var nearest = float.PositiveInfinity;
        for (var i = 0; i < _clusters.Count; i++)
            for (var j = i + 1; j < _clusters.Count; j++)
                nearest = Math.Min(nearest, VectorMath.SquaredDistance(_clusters[i].Anchor, _clusters[j].Anchor));
        _radius = Math.Max(_radius * Growth, MathF.Sqrt(nearest));

        // The heavy ones stay and take in what came too near.
        _clusters.Sort(static (a, b) => b.Weight.CompareTo(a.Weight));
        for (var i = 0; i < _clusters.Count; i++)
        {
            for (var j = _clusters.Count - 1; j > i; j--)
            {
                if (VectorMath.SquaredDistance(_clusters[i].Anchor, _clusters[j].Anchor) > _radius * _radius) continue;
                _clusters[i].Merge(_clusters[j]);
                _clusters.RemoveAt(j);
            }
        }
    }
}
