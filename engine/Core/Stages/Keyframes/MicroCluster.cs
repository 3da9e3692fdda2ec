namespace Sluice.Core.Stages.Keyframes;

/// <summary>Frames that look alike, told by their number, their mean and one frame that stands for them.</summary>
internal sealed class MicroCluster(float[] anchor, Candidate candidate)
{
    private readonly float[] _mean = [.. anchor];

    /// <summary>What opened the cluster; it never moves, so that clusters stay apart.</summary>
    public float[] Anchor => anchor;

    /// <summary>The mean of its frames.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>How many frames it stands for.</summary>
    public double Weight { get; private set; } = 1;

    /// <summary>The frame that stands for it.</summary>
    public Candidate Candidate { get; private set; } = candidate;

    /// <summary>Squared distance of the standing frame to the mean.</summary>
    public float CandidateDistance => VectorMath.SquaredDistance(Candidate.Features, _mean);

    /// <summary>Takes a frame in.</summary>
    public void Add(ReadOnlySpan<float> features)
    {
        Weight++;
        var share = (float)(1 / Weight);
        for (var i = 0; i < _mean.Length; i++) _mean[i] += share * (features[i] - _mean[i]);
    }

    /// <summary>Takes another cluster in and keeps the better of the two standing frames.</summary>
    public void Merge(MicroCluster other)
    {
        var total = Weight + other.Weight;
        var share = (float)(other.Weight / total);
        for (var i = 0; i < _mean.Length; i++) _mean[i] += share * (other._mean[i] - _mean[i]);
        Weight = total;
        if (VectorMath.SquaredDistance(other.Candidate.Features, _mean) < CandidateDistance) Replace(other.Candidate);
        else other.Candidate.Dispose();
    }

    /// <summary>Lets another frame stand for the cluster.</summary>
    public void Replace(Candidate candidate)
    {
        Candidate.Dispose();
        Candidate = candidate;
    }
}
