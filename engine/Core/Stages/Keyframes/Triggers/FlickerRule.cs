using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Tracks that a model misses for a moment in mid picture, or whose class changes.</summary>
internal sealed partial class FlickerRule : ITriggerRule, IKeptRule
{
    private const float Border = 0.03f;
    private const int Forget = 4096;
    private readonly Dictionary<long, int> _classes = [];

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        // Between two looks of the model every track is predicted: that says nothing.
        if (frame.IsSkipped) return 0;
        var severity = 0f;
        if (_classes.Count > Forget) _classes.Clear();
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } id) continue;
            if (detection.Predicted && IsInside(detection.Box, frame)) severity = Math.Max(severity, 0.5f);
            if (detection.Predicted) continue;
            if (_classes.TryGetValue(id, out var known) && known != detection.ClassId) severity = 1;
            _classes[id] = detection.ClassId;
        }

        return severity;
    }

    private static bool IsInside(in BoundingBox box, Frame frame)
    {
        float across = frame.DisplayWidth * Border, down = frame.DisplayHeight * Border;
        return box.X1 > across && box.Y1 > down && box.X2 < frame.DisplayWidth - across && box.Y2 < frame.DisplayHeight - down;
    }
}
