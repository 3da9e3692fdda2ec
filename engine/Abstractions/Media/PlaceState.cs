using System.Collections.Immutable;

namespace Sluice.Abstractions;

/// <summary>A zone or line that a stage watches, and what was counted there up to a frame. Frames between two changes share one.</summary>
public sealed record PlaceState
{
    /// <summary>Its name in the graph.</summary>
    public required string Name { get; init; }

    /// <summary>Two points for a line, from the first to the second; a zone's corners in order, at least three.</summary>
    public required ImmutableArray<RelativePoint> Points { get; init; }

    /// <summary>Counts by class, in the order classes were first met; empty before the first.</summary>
    public ImmutableArray<PlaceCount> Counts { get; init; } = [];

    /// <summary>How many objects a zone may hold before it is crowded; null where nobody said.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether a zone holds more than <see cref="Limit"/>, settled.</summary>
    public bool IsCrowded { get; init; }

    /// <summary>Whether it is a line.</summary>
    public bool IsLine => Points.Length == 2;
}
