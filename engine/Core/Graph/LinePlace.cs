using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>A place in the line of one source: a call that has frames of it, or a frame that is passed by.</summary>
/// <param name="Call">The call; null for a frame that is passed by.</param>
/// <param name="Info">The one frame of the call this place is for; null when it is for all that the call has of the source.</param>
/// <param name="Frame">The frame that is passed by; null for a call.</param>
internal readonly record struct LinePlace(LaneCall? Call, FrameInfo? Info, Frame? Frame)
{
    /// <summary>Whether all that is to come of it is there.</summary>
    public bool IsReady => Call == null || Call.IsDone;
}
