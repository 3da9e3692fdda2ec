namespace Sluice.Core.Stages.Keyframes;

/// <summary>Frames that look alike, told by their number, their mean and one frame that stands for them.</summary>
/// <param name="features">The frame that opens it.</param>
internal sealed partial class Cluster(ReadOnlySpan<float> features)
{
    private readonly float[] _mean = features.ToArray();

    /// <summary>How far apart appearances are.</summary>
    public AppearanceMetric Metric { get; init; } = AppearanceMetric.Plain;

    /// <summary>The mean of its frames.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>What its frames count together: unusual ones count more than one.</summary>
    public double Weight { get; private set; }

    /// <summary>How many frames it stands for.</summary>
    public long Frames { get; private set; }

    /// <summary>The frame that stands for it; null while the temporary store had no room for any.</summary>
    public Candidate? Candidate { get; private set; }

    /// <summary>Squared distance of the standing frame to the mean when it was last looked at.</summary>
    public float CandidateDistance { get; private set; } = float.PositiveInfinity;

    /// <summary>Largest distance of a frame to the mean as it then was.</summary>
    public float Reach { get; private set; }

    /// <summary>Takes a frame in.</summary>
    /// <param name="features">Its appearance.</param>
    /// <param name="weight">What it counts.</param>
    /// <returns>Squared distance of the frame to the mean.</returns>
    public float Add(ReadOnlySpan<float> features, double weight)
    {
        Frames++;
        Weight += weight;
        VectorMath.Blend(_mean, features, (float)(weight / Weight));
        var distance = Metric.Squared(features, _mean);
        Reach = Math.Max(Reach, MathF.Sqrt(distance));
        return distance;
    }

    /// <summary>Takes another cluster in and keeps the better of the two standing frames.</summary>
    public void Merge(Cluster other)
    {
        var shift = MathF.Sqrt(Metric.Squared(_mean, other._mean));
        Weight += other.Weight;
        Frames += other.Frames;
        VectorMath.Blend(_mean, other._mean, (float)(other.Weight / Weight));
        Reach = Math.Max(Reach, other.Reach) + shift;
        var (mine, others) = (DistanceOf(Candidate), DistanceOf(other.Candidate));
        if (others < mine && other.Candidate is { } better) Stand(better, others);
        else CandidateDistance = mine;
        other.Clear(superseded: true);
    }

    /// <summary>Looks again how far the standing frame is from the mean, which has moved.</summary>
    public void Look() => CandidateDistance = DistanceOf(Candidate);

    /// <summary>Lets another frame stand for the cluster.</summary>
    /// <param name="candidate">Held from here on.</param>
    /// <param name="distance">Its squared distance to the mean.</param>
    public void Stand(Candidate candidate, float distance)
    {
        var before = Candidate;
        (Candidate, CandidateDistance) = (candidate.Hold(), distance);
        before?.LetGo(superseded: true);
    }

    /// <summary>Lets go of the standing frame.</summary>
    public void Clear(bool superseded)
    {
        Candidate?.LetGo(superseded);
        Candidate = null;
    }

    private float DistanceOf(Candidate? candidate) => candidate == null ? float.PositiveInfinity : Metric.Squared(_mean, candidate.Features.AsSpan());
}
