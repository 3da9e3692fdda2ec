using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>A class that the source has not shown before.</summary>
internal sealed partial class NewClassRule(TimeSpan learning) : ITriggerRule, IKeptRule
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private double? _first;

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        var first = _first ??= at;
        var isNew = false;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
            isNew |= !detection.Predicted && _known.Add(detection.Label);
        return isNew && at - first >= learning.TotalSeconds ? 1 : 0;
    }
}
