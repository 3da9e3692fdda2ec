using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>What is found out about a period once it is chosen from.</summary>
/// <param name="Duplicates">Candidates that repeat keyframes of other sources, by source.</param>
/// <param name="Distance">Mean distance of all frames to the nearest keyframe.</param>
/// <param name="Reach95">Distance within which 95 % of all frames have one.</param>
internal sealed record PeriodFindings(IReadOnlyList<DuplicateFigure> Duplicates, double? Distance, double? Reach95)
{
    /// <summary>Nothing.</summary>
    public static readonly PeriodFindings None = new([], null, null);
}
