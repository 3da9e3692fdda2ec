namespace Sluice.Abstractions;

/// <summary>
/// How a frame ended. Every frame ends in exactly one; a frame that took several branches ends in the greatest of theirs, so that one
/// published branch makes it published.
/// </summary>
public enum Outcome
{
    /// <summary>Not decided yet; never counted.</summary>
    None = 0,

    /// <summary>A stage chose not to pass it on: sampling, an interval, a keyframe that was not picked.</summary>
    SampledOut,

    /// <summary>Not decoded, because the decoder waits for an intra frame after a loss.</summary>
    AwaitingKeyframe,

    /// <summary>The bytes were damaged and gave no picture that may be shown to a model.</summary>
    Corrupt,

    /// <summary>Dropped at a named edge because its queue was full, or at shutdown.</summary>
    Dropped,

    /// <summary>Older than its stage allows.</summary>
    Late,

    /// <summary>A stage threw, or ran past its deadline.</summary>
    Failed,

    /// <summary>Reached the end of at least one branch of the graph.</summary>
    Published,
}
