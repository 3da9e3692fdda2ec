using System.Runtime.InteropServices;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An event that a stage or plugin put into the frame.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="place">The zone or line it is of; null for any.</param>
/// <param name="direction">Which way; null for any.</param>
internal sealed class EventRule(string kind, string? place, string? direction) : IObjectRule
{
    private readonly List<(long? Track, float Severity)> _found = [];

    /// <inheritdoc/>
    public ReadOnlySpan<(long? Track, float Severity)> Found => CollectionsMarshal.AsSpan(_found);

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        _found.Clear();
        foreach (var happened in frame.Events)
            if (IsMeant(happened) && Math.Clamp(happened.Values.GetValueOrDefault("severity", 1), 0, 1) is > 0 and var severity) _found.Add((happened.TrackId, (float)severity));
        _found.Sort(static (one, other) => other.Severity.CompareTo(one.Severity));
        return _found.Count > 0 ? _found[0].Severity : 0;
    }

    private bool IsMeant(FrameEvent happened)
        => happened.Kind == kind && (place == null || happened.Place == place) && (direction == null || happened.Direction == direction);
}
