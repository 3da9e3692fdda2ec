namespace Sluice.Core.Graph;

/// <summary>Why an edge let a frame go instead of handing it to its stage.</summary>
public enum DropReason
{
    /// <summary>The edge was full and its policy is to drop.</summary>
    Full,

    /// <summary>The engine's memory for pictures was spent; only below live sources.</summary>
    Memory,

    /// <summary>The engine stopped before the stage came to it.</summary>
    Shutdown,

    /// <summary>The stage does not come back from a call; such frames end as failed.</summary>
    Hung,

    /// <summary>It was emitted after its source had ended for the stage that emitted it, or its giver stopped waiting.</summary>
    GivenUp,

    /// <summary>Its source was taken out of the graph and the stage did not come to the frame in time.</summary>
    Removed,
}
