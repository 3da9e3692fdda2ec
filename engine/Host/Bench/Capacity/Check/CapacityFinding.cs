namespace Sluice.Host.Bench.Capacity.Check;

/// <summary>Whether an answer holds.</summary>
internal enum CapacityFinding
{
    /// <summary>Its number holds, and a fifth more fails.</summary>
    Holds,

    /// <summary>Its number fails.</summary>
    TooHigh,

    /// <summary>A fifth more holds too.</summary>
    TooLow,

    /// <summary>Something failed, and other work on the box may be why.</summary>
    Disturbed,
}
