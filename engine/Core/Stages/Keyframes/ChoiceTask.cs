namespace Sluice.Core.Stages.Keyframes;

/// <summary>What there is to choose from at the end of a period, apart from the source that goes on meanwhile.</summary>
internal sealed class ChoiceTask
{
    /// <summary>What is to be shown.</summary>
    public required IReadOnlyList<Cluster> Clusters { get; init; }

    /// <summary>What can be chosen, each once.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>Those that are chosen whatever they bring.</summary>
    public IReadOnlyList<int> Given { get; init; } = [];

    /// <summary>What showing each track is worth; together 1.</summary>
    public IReadOnlyDictionary<long, double> TrackWorth { get; init; } = new Dictionary<long, double>();

    /// <summary>What showing each episode is worth; together 1.</summary>
    public IReadOnlyDictionary<Episode, double> EpisodeWorth { get; init; } = new Dictionary<Episode, double>();

    /// <summary>What is archived already.</summary>
    public IReadOnlyList<KeptFrame> Archive { get; init; } = [];

    /// <summary>Tracks that need no showing any more.</summary>
    public IReadOnlySet<long> Shown { get; init; } = new HashSet<long>();

    /// <summary>How far apart appearances are.</summary>
    public AppearanceMetric Metric { get; init; } = AppearanceMetric.Plain;

    /// <summary>How much the number of frames counts: 1 shows what is common, less shows more of what is not.</summary>
    public double MassExponent { get; init; } = 1;
}
