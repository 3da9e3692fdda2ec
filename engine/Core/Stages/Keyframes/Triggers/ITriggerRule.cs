using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Says of each frame of one source how much a collection rule holds. For one thread.</summary>
internal interface ITriggerRule
{
    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">Borrowed.</param>
    /// <param name="look">What its pixels say.</param>
    /// <param name="at">Seconds on the source's clock.</param>
    /// <returns>0 where it doesn't hold, otherwise how bad it is, up to 1.</returns>
    float Look(Frame frame, in FrameLook look, double at);
}
