using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process.</content>
internal sealed partial class Cluster
{
    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Many<float>(_mean);
        to.Double(Weight);
        to.Long(Frames);
        to.Float(CandidateDistance);
        to.Float(Reach);
        to.Candidate(Candidate);
    }

    /// <summary>Reads one.</summary>
    public static Cluster Load(StateReader from, AppearanceMetric metric)
    {
        var mean = from.Many<float>();
        if (mean.Length != metric.Length) throw StateReader.Damaged("a cluster's mean");
        var cluster = new Cluster(mean) { Metric = metric, Weight = from.Double(), Frames = from.Long() };
        var (distance, reach) = (from.Float(), from.Float());
        cluster.Reach = reach;
        if (from.Candidate() is { } candidate) cluster.Stand(candidate, distance);
        return cluster;
    }
}
