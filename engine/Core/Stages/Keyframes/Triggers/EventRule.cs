using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An event that a stage or plugin put into the frame.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="place">The zone or line it is of; null for any.</param>
/// <param name="direction">Which way; null for any.</param>
internal sealed class EventRule(string kind, string? place, string? direction) : ITriggerRule
{
    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        var severity = 0f;
        foreach (var happened in frame.Events)
            if (IsMeant(happened)) severity = Math.Max(severity, (float)Math.Clamp(happened.Values.GetValueOrDefault("severity", 1), 0, 1));
        return severity;
    }

    private bool IsMeant(FrameEvent happened)
        => happened.Kind == kind && (place == null || happened.Place == place) && (direction == null || happened.Direction == direction);
}
