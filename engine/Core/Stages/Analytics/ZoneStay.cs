namespace Sluice.Core.Stages.Analytics;

/// <summary>How one object stands to one zone.</summary>
internal struct ZoneStay
{
    /// <summary>Whether it is in.</summary>
    public SettledFlag Flag;

    /// <summary>What it was counted as when it came; empty before.</summary>
    public string Label;

    /// <summary>Whether its long stay has been told.</summary>
    public bool IsTold;
}
