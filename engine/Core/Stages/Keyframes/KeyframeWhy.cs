namespace Sluice.Core.Stages.Keyframes;

/// <summary>Why a frame was chosen: everything that is known about it, for the archive and its sidecar.</summary>
internal sealed record KeyframeWhy
{
    /// <summary>Share of all appearance of the period that it added when it was chosen, 0 to 1.</summary>
    public double Coverage { get; init; }

    /// <summary>What the tracks it was the first to show added.</summary>
    public double Tracks { get; init; }

    /// <summary>What the episodes it was the first to show added.</summary>
    public double Episodes { get; init; }

    /// <summary>How many frames of the period look more like it than like any other that was chosen.</summary>
    public long StandsFor { get; init; }

    /// <summary>The tracks seen in it.</summary>
    public IReadOnlyList<long> TrackIds { get; init; } = [];

    /// <summary>The most unusual thing seen in it, in words; null where nothing was detected.</summary>
    public string? RareCell { get; init; }

    /// <summary>How unusual that is, in bits.</summary>
    public double Surprise { get; init; }

    /// <summary>The collection rule whose episode it shows; null for none.</summary>
    public string? Trigger { get; init; }

    /// <summary>How bad the episode's worst moment was, 0 to 1.</summary>
    public double Severity { get; init; }

    /// <summary>Whether it was drawn at random.</summary>
    public bool IsRandom { get; init; }

    /// <summary>Share of the period's appearance and tracks that only it shows: what would be lost with it.</summary>
    public double Loss { get; init; }

    /// <summary>The radius of the clusters at the end of the period.</summary>
    public double Radius { get; init; }

    /// <summary>Index of an archived frame of another source that shows the same; null for none.</summary>
    public string? DuplicateOf { get; init; }
}
