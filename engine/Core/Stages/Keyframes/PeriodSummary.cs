namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// How well a period was covered. With <see cref="MeanSpread"/> and <see cref="LargestSpread"/> as shares of <see cref="Reach"/>, the chosen
/// frames cover at least (1 - 1/e) of what the best frames of the whole period would, less those shares.
/// </summary>
/// <param name="Source">The source.</param>
/// <param name="From">Begin, in seconds on the source's clock.</param>
/// <param name="To">End, in seconds on the source's clock.</param>
/// <param name="Offered">Frames looked at.</param>
/// <param name="Budget">Frames that might have been chosen.</param>
/// <param name="Chosen">Frames that were.</param>
/// <param name="Clusters">Clusters in use at the end.</param>
/// <param name="Radius">Their radius.</param>
/// <param name="MeanSpread">Mean distance of a frame to its cluster's mean (rho).</param>
/// <param name="LargestSpread">Most that a frame can be away from the frame that stands for it (delta).</param>
/// <param name="Reach">Largest distance between a candidate and a cluster.</param>
/// <param name="Covered">Share of all appearance that is covered.</param>
internal sealed record PeriodSummary(string Source, double From, double To, long Offered, int Budget, int Chosen, int Clusters, double Radius,
    double MeanSpread, double LargestSpread, double Reach, double Covered);
