using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An event that a stage or plugin put into the frame.</summary>
internal sealed class EventRule(string kind) : ITriggerRule
{
    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        var severity = 0f;
        foreach (var happened in frame.Events)
            if (happened.Kind == kind) severity = Math.Max(severity, (float)Math.Clamp(happened.Values.GetValueOrDefault("severity", 1), 0, 1));
        return severity;
    }
}
