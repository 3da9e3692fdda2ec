namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>A table that rows are written to.</summary>
/// <param name="name">Its name.</param>
/// <param name="columns">The columns of a row, in the order they are written.</param>
internal sealed class Table(string name, string columns)
{
    public static readonly Table Engines = new("engines", "engine, run, started_at, host, version, sources");

    public static readonly Table Sources = new("sources", "engine, run, source, at, state, frames");

    public static readonly Table Frames = new("frames", "engine, source, second, outcome, frames, objects");

    public static readonly Table Objects = new(
        "objects",
        "engine, source, frame, frame_id, pts, pts_time, captured_at, arrived_at, width, height, class_id, label, score, x1, y1, x2, y2, track, predicted, model");

    public static readonly Table Tracks = new(
        "tracks",
        "engine, source, run, track, class_id, label, first_frame, last_frame, first_seen, last_seen, hits, best_score, first_box, last_box, arrived_at");

    public static readonly Table Keyframes = new(
        "keyframes",
        "engine, source, frame, frame_id, pts, pts_time, captured_at, arrived_at, width, height, score, reasons, uri, embedding, attributes");

    public static readonly Table Events = new(
        "events",
        "engine, source, at, kind, run, frame, frame_id, pts, pts_time, captured_at, place, track, label, direction, reason, values");

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The statement that takes a block of it.</summary>
    public string Insert { get; } = $"INSERT INTO {name} ({columns}) FORMAT RowBinary";
}
