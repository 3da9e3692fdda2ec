using System.Collections.Immutable;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>What a <c>keyframes</c> stage has done with the frames of all its sources.</summary>
public sealed record KeyframeCounts
{
    /// <summary>Nothing.</summary>
    public static KeyframeCounts None { get; } = new();

    /// <summary>Frames offered; the sum of the outcomes.</summary>
    public long Offered { get; init; }

    /// <summary>Frames by what became of them.</summary>
    public ImmutableSortedDictionary<SelectionOutcome, long> Outcomes { get; init; } = ImmutableSortedDictionary<SelectionOutcome, long>.Empty;

    /// <summary>What collection rules did, by their name.</summary>
    public ImmutableSortedDictionary<string, KeyframeRuleCounts> Rules { get; init; } = ImmutableSortedDictionary<string, KeyframeRuleCounts>.Empty;

    /// <summary>How often a source began to repeat one picture bit for bit.</summary>
    public long Frozen { get; init; }

    /// <summary>Both together.</summary>
    /// <param name="other">Of other sources, or of another time.</param>
    public KeyframeCounts Add(KeyframeCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var outcomes = Outcomes.ToBuilder();
        foreach (var (outcome, count) in other.Outcomes) outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + count;
        var rules = Rules.ToBuilder();
        foreach (var (name, counts) in other.Rules) rules[name] = rules.GetValueOrDefault(name).Add(counts);
        return new() { Offered = Offered + other.Offered, Outcomes = outcomes.ToImmutable(), Rules = rules.ToImmutable(), Frozen = Frozen + other.Frozen };
    }
}
