namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>
/// A rule that can judge a moment again when it knows more: what looked new in the morning may be what everybody does, and what passed for
/// usual among the first few may have stayed the only one.
/// </summary>
internal interface IHindsight : IObjectRule
{
    /// <summary>Whether everything is still new to it. It finds what surprises it then as well, for later: nothing is bad yet.</summary>
    bool IsLearning { get; }

    /// <summary>What a track did that surprised at the latest look, for <see cref="SeverityOf"/>; null where nothing can be said of it later.</summary>
    /// <param name="track">One of <see cref="IObjectRule.Found"/>.</param>
    float[]? EvidenceOf(long track);

    /// <summary>How bad that is by what is known now, 0 to 1. The track itself, which has been counted since, is no company for itself.</summary>
    /// <param name="evidence">From <see cref="EvidenceOf"/>, of this rule or of the one whose memory it has loaded.</param>
    float SeverityOf(ReadOnlySpan<float> evidence);
}
