namespace Sluice.Core.Stages.Decode.History;

/// <summary>Where a clip around a frame begins.</summary>
/// <param name="Number">The number of its first packet, which is of an intra frame.</param>
/// <param name="Stream">The stream that the frame is of.</param>
/// <param name="FrameSeconds">When the frame is shown, in the stream's own time.</param>
internal readonly record struct ClipStart(long Number, int Stream, double FrameSeconds);
