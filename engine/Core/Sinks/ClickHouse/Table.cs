using System.Text;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>A table that rows are written to.</summary>
internal sealed class Table
{
    /// <summary>The columns that say which frame a row is about: the first ones of each table with a row of a frame.</summary>
    public const string OfFrame = "engine, source, frame, frame_id, pts, pts_time, captured_at, arrived_at, width, height, run, config";

    private static readonly List<Table> Known = [];

    public static readonly Table Engines = new("engines", "engine, run, started_at, host, version, sources, config, graph");

    public static readonly Table Sources = new("sources", "engine, run, source, at, state, frames, reason, side, reconnects, error");

    public static readonly Table Frames = new("frames", "engine, source, second, outcome, frames, objects");

    public static readonly Table FrameLog = new("frame_log", OfFrame + ", clock, objects, looked");

    public static readonly Table Objects = new(
        "objects",
        OfFrame + ", class_id, label, score, x1, y1, x2, y2, track, predicted, model, model_hash, attributes, attribute_scores, keypoints, mask_width, mask, embedding");

    public static readonly Table Tracks = new(
        "tracks",
        "engine, source, run, track, class_id, label, first_frame, last_frame, first_seen, last_seen, hits, best_score, first_box, last_box, arrived_at, config");

    public static readonly Table Keyframes = new("keyframes", OfFrame + ", score, reasons, uri, embedding, attributes");

    public static readonly Table Events = new(
        "events",
        "engine, source, at, kind, run, config, frame, frame_id, pts, pts_time, captured_at, place, track, label, direction, reason, values, severity, text");

    public static readonly Table Drops = new("drops", "engine, source, second, edge, reason, frames");

    public static readonly Table SourceStats = new(
        "source_stats", "engine, source, second, state, arrived, in_flight, lost_packets, damaged, latency_us, latency_frames");

    public static readonly Table StageStats = new(
        "stage_stats",
        "engine, stage, second, frames_in, frames_out, busy_seconds, batches, queue_frames, use, faults, queue_capacity, wait_us, wait_frames, exec_us, "
        + "exec_calls, accepted, acknowledged, spooled");

    public static readonly Table KeyframeReports = new(
        "keyframe_reports",
        "engine, run, config, stage, source, period_from, period_to, at, offered, outcomes, budget, chosen, clusters, radius, rho, delta, covered, reach, reach95, "
        + "vendi, evicted, evicted_loss, random_divergence, archive_divergence, histograms, all_classes, random_classes, "
        + "archive_classes, triggers, duplicates, surprising, surprising_bits, surprising_keys");

    public static readonly Table Models = new("models", "engine, run, model, loaded_at, path, sha256, family, labels");

    private Table(string name, string columns)
    {
        (Name, Columns, Index) = (name, columns, Known.Count);
        Layout = EntryFormat.Checksum(0, Encoding.UTF8.GetBytes($"{name}({columns})"));
        Known.Add(this);
    }

    /// <summary>All tables, each at its <see cref="Index"/>.</summary>
    public static IReadOnlyList<Table> All => Known;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The columns of a row, in the order they are written.</summary>
    public string Columns { get; }

    /// <summary>Its place among all tables.</summary>
    public int Index { get; }

    /// <summary>Names this table with these columns: rows in a spool may be of an older program.</summary>
    public uint Layout { get; }
}
