using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process.</content>
internal sealed partial class ClusterSet
{
    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Float(Radius);
        to.Int(_last);
        to.Int(_clusters.Count);
        for (var i = 0; i < _clusters.Count; i++)
        {
            to.Long(_apart[i]);
            to.Many<short>(_anchors.AsSpan(i * Length, Length));
            _clusters[i].Save(to);
        }
    }

    /// <summary>Reads it. With fewer clusters than it was written with some of them merge.</summary>
    public void Load(StateReader from)
    {
        Radius = from.Float();
        _last = from.Int();
        for (var left = from.Count(); left > 0; left--)
        {
            var apart = from.Long();
            var anchor = from.Many<short>();
            if (anchor.Length != Length) throw StateReader.Damaged("a cluster");
            var cluster = Cluster.Load(from, _metric);
            anchor.CopyTo(_anchors.AsSpan(_clusters.Count * Length, Length));
            if (_clusters.Count < capacity) _apart[_clusters.Count] = apart;
            else Place(_clusters.Count);
            _clusters.Add(cluster);
            while (_clusters.Count > capacity) Shrink();
        }
    }

    /// <summary>Where a cluster is in the set; -1 for one that is not.</summary>
    public int IndexOf(Cluster? cluster) => cluster == null ? -1 : _clusters.IndexOf(cluster);
}
