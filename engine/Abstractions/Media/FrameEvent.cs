using System.Collections.Immutable;

namespace Sluice.Abstractions;

/// <summary>Something that happened at a frame: an object entered a zone, crossed a line, stayed too long.</summary>
public sealed record FrameEvent
{
    private static readonly IReadOnlyDictionary<string, double> NoValues = ImmutableDictionary<string, double>.Empty;

    /// <summary>What happened, <c>snake_case</c>: <c>enter</c>, <c>exit</c>, <c>cross</c>, <c>dwell</c>, ...</summary>
    public required string Kind { get; init; }

    /// <summary>Where: the zone's or line's name; the stage's id for what concerns the whole picture.</summary>
    public required string Place { get; init; }

    /// <summary>The track it is about; null when it is about none.</summary>
    public long? TrackId { get; init; }

    /// <summary>Label of the object it is about; null when it is about none.</summary>
    public string? Label { get; init; }

    /// <summary>Which way, for what has a direction: <c>in</c>, <c>out</c>; null otherwise.</summary>
    public string? Direction { get; init; }

    /// <summary>Why, where a kind has several causes: <c>left</c>, <c>track_ended</c>, <c>lost</c>; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Figures by name, such as <c>seconds</c> or <c>count</c>.</summary>
    public IReadOnlyDictionary<string, double> Values { get; init; } = NoValues;
}
