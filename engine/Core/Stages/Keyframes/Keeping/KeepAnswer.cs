namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>What became of a frame that was to be kept.</summary>
/// <param name="Verdict">What.</param>
/// <param name="Uri">Its address; null unless it is kept.</param>
internal readonly record struct KeepAnswer(KeepVerdict Verdict, string? Uri);
