using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>A second model that sees other objects: 1 - F1 at IoU 0.5, on the frames that have detections of it.</summary>
internal sealed class DisagreeRule(string shadow, double threshold) : ITriggerRule
{
    private const float SameBox = 0.5f;

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        var detections = frame.Detections.AsSpan();
        var (model, second, agreed) = (0, 0, 0);
        Span<bool> used = stackalloc bool[Math.Min(detections.Length, 512)];
        used.Clear();
        foreach (ref readonly var detection in detections)
        {
            if (detection.Model != shadow)
            {
                if (!detection.Predicted) model++;
                continue;
            }

            second++;
            for (var i = 0; i < used.Length; i++)
            {
                ref readonly var other = ref detections[i];
                if (used[i] || other.Predicted || other.Model == shadow || other.Label != detection.Label || other.Box.IoU(detection.Box) < SameBox) continue;
                used[i] = true;
                agreed++;
                break;
            }
        }

        // A shadow that finds nothing where the model does disagrees too.
        var hasLooked = second > 0 || (frame.Attributes.TryGetValue(DetectStage.ShadowAttribute, out var by) && by as string == shadow);
        if (!hasLooked || model + second == 0) return 0;
        var difference = 1 - (2.0 * agreed / (model + second));
        return difference <= threshold ? 0 : (float)difference;
    }
}
