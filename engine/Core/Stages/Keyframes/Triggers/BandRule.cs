using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Detections that a model is not sure of.</summary>
internal sealed class BandRule(double threshold, double epsilon, int atLeast) : ITriggerRule
{
    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        var unsure = 0;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
            if (!detection.Predicted && Math.Abs(detection.Score - threshold) <= epsilon) unsure++;
        return unsure < atLeast ? 0 : Math.Min(1, unsure / (2f * atLeast));
    }
}
