namespace Sluice.Abstractions;

/// <summary>What had to be done to a frame's time.</summary>
[Flags]
public enum TimeRepair
{
    /// <summary>Nothing: it is the container's.</summary>
    None = 0,

    /// <summary>There was none: it follows the last one by the usual interval.</summary>
    Missing = 1,

    /// <summary>It went back, or stood still: from here on time goes on with an offset.</summary>
    Backwards = 2,

    /// <summary>It jumped ahead further than time has passed: from here on time goes on with an offset.</summary>
    Jump = 4,

    /// <summary>The counter of 33 bits began again at 0.</summary>
    Wrap = 8,

    /// <summary>An earlier break left an offset that this frame's time contains.</summary>
    Offset = 16,
}
