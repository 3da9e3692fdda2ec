namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>A frame that goes on without picture.</summary>
/// <param name="Index">How many frames of the source come before it.</param>
/// <param name="Pts">Its time in time base units.</param>
/// <param name="Seconds">The same in seconds.</param>
/// <param name="Arrival">When its packet came.</param>
/// <param name="IsIntra">Whether it is coded as an intra frame.</param>
internal readonly record struct UndecodedFrame(long Index, long Pts, double Seconds, Arrival Arrival, bool IsIntra);
