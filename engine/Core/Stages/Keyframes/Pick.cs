namespace Sluice.Core.Stages.Keyframes;

/// <summary>One choice, and what it brought.</summary>
internal sealed class Pick
{
    /// <summary>Index of the candidate.</summary>
    public int Candidate { get; set; }

    /// <summary>Whether it was set before choosing began: drawn at random, or taken at once by a rule.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Share of all appearance it added when it was chosen.</summary>
    public double Coverage { get; init; }

    /// <summary>What the tracks it was the first to show added.</summary>
    public double Tracks { get; init; }

    /// <summary>What the episodes it was the first to show added.</summary>
    public double Episodes { get; init; }

    /// <summary>All of it.</summary>
    public double Gain => Coverage + Tracks + Episodes;

    /// <summary>Frames that no other pick is nearer to.</summary>
    public long Frames { get; set; }

    /// <summary>Clusters that no other pick is nearer to.</summary>
    public int Clusters { get; set; }

    /// <summary>What would be lost if it were the one taken away.</summary>
    public double Loss { get; set; }
}
