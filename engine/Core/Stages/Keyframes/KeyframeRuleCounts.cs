namespace Sluice.Core.Stages.Keyframes;

/// <summary>What a collection rule did.</summary>
/// <param name="Fired">Episodes it opened.</param>
/// <param name="Suppressed">Episodes its rate did not let through.</param>
public readonly record struct KeyframeRuleCounts(long Fired, long Suppressed)
{
    /// <summary>Both together.</summary>
    internal KeyframeRuleCounts Add(KeyframeRuleCounts other) => new(Fired + other.Fired, Suppressed + other.Suppressed);
}
