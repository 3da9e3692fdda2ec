using System.Globalization;
using System.Reflection;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Turns what the graph found into rows; each method writes whole rows in the order of the table's columns. Thread-safe.</summary>
/// <param name="engine">The engine's name.</param>
/// <param name="run">This run.</param>
/// <param name="config">The graph's revision; empty where nobody knows.</param>
/// <param name="models">Knows the hash of a model's file.</param>
internal sealed class MetadataRows(string engine, Guid run, string config, ModelHashes models)
{
    private static readonly string Program = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";
    private readonly string _revision = Short(config);

    /// <summary>The part of a SHA-256 that rows carry.</summary>
    public static string Short(string hash) => hash.Length > 16 ? hash[..16] : hash;

    public void Engine(RowBatch rows, DateTimeOffset started, IReadOnlyList<string> sources, string graph)
    {
        var row = rows.Begin(Table.Engines);
        row.Write(engine);
        row.Write(run);
        row.WriteMilliseconds(started);
        row.Write(Environment.MachineName);
        row.Write(Program);
        row.Write(sources);
        row.Write(config);
        row.Write(graph);
        rows.End();
    }

    /// <summary>A frame by itself, for those who want each.</summary>
    public void Frame(RowBatch rows, Frame frame, DateTimeOffset arrived)
    {
        var row = rows.Begin(Table.FrameLog);
        WriteFrame(row, frame, arrived);
        row.Write(frame.Info.CaptureClock switch
        {
            CaptureClock.SenderReport => "sender_report",
            CaptureClock.Recording => "recording",
            _ => "arrival",
        });
        row.Write(frame.Detections.Length);
        row.Write(!frame.IsSkipped);
        rows.End();
    }

    public void Objects(RowBatch rows, Frame frame, DateTimeOffset arrived)
    {
        var (at, bytes) = (0, 0);
        var (model, hash) = ("", "");
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            var row = rows.Begin(Table.Objects);
            if (bytes == 0)
            {
                at = rows.Entries.Position;
                WriteFrame(row, frame, arrived);
                bytes = rows.Entries.Position - at;
            }
            else
            {
                // The frame's columns, nearly half of the row, are the same in all of them.
                rows.Entries.Repeat(at, bytes);
            }

            if (!ReferenceEquals(model, detection.Model ?? "")) (model, hash) = (detection.Model ?? "", detection.Model == null ? "" : models.Of(detection.Model));
            row.Write(detection.ClassId);
            row.Write(detection.Label);
            row.WriteTogether([detection.Score, detection.Box.X1, detection.Box.Y1, detection.Box.X2, detection.Box.Y2]);
            row.Write(detection.TrackId);
            row.Write(detection.Predicted);
            row.Write(model);
            row.Write(hash);
            WriteDetails(row, detection.Details);
            rows.End();
        }
    }

    public void Tracks(RowBatch rows, Frame frame, DateTimeOffset arrived)
    {
        Span<float> box = stackalloc float[4];
        foreach (var track in frame.EndedTracks)
        {
            var row = rows.Begin(Table.Tracks);
            row.Write(engine);
            row.Write(frame.Info.Source);
            row.Write(run);
            row.Write(track.Id);
            row.Write(track.ClassId);
            row.Write(track.Label);
            row.Write(track.FirstFrame);
            row.Write(track.LastFrame);
            row.WriteMicroseconds(track.FirstSeen);
            row.WriteMicroseconds(track.LastSeen);
            row.Write(track.Hits);
            row.Write(track.BestScore);
            WriteBox(row, box, track.FirstBox);
            WriteBox(row, box, track.LastBox);
            row.WriteMicroseconds(arrived);
            row.Write(_revision);
            rows.End();
        }
    }

    public void Keyframe(RowBatch rows, Frame frame, Keyframe keyframe, DateTimeOffset arrived)
    {
        var row = rows.Begin(Table.Keyframes);
        WriteFrame(row, frame, arrived);
        row.Write(keyframe.Score);
        row.WriteLength(keyframe.Reasons.Count);
        foreach (var (name, value) in keyframe.Reasons)
        {
            row.Write(name);
            row.Write(value);
        }

        row.Write(keyframe.Uri ?? "");
        row.Write(keyframe.Embedding.Span);
        row.WriteLength(frame.Attributes.Count);
        foreach (var (name, value) in frame.Attributes)
        {
            row.Write(name);
            row.Write(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        rows.End();
    }

    public void Event(RowBatch rows, Frame frame, FrameEvent happened, DateTimeOffset arrived)
    {
        var info = frame.Info;
        var row = rows.Begin(Table.Events);
        row.Write(engine);
        row.Write(info.Source);
        row.WriteMicroseconds(arrived);
        row.Write(happened.Kind);
        row.Write(run);
        row.Write(_revision);
        row.Write(info.Index);
        row.Write(info.Id);
        row.Write(info.Pts);
        row.Write(info.PtsSeconds);
        row.WriteMicroseconds(info.CapturedAt);
        row.Write(happened.Place);
        row.Write(happened.TrackId);
        row.Write(happened.Label ?? "");
        row.Write(happened.Direction ?? "");
        row.Write(happened.Reason ?? "");
        row.WriteLength(happened.Values.Count);
        foreach (var (name, value) in happened.Values)
        {
            row.Write(name);
            row.Write(value);
        }

        row.Write("info");
        row.Write("");
        rows.End();
    }

    /// <summary>Something that happened to a source, at no frame.</summary>
    public void SourceEvent(RowBatch rows, string source, DateTimeOffset at, string kind, string severity, string reason, string text)
    {
        var row = rows.Begin(Table.Events);
        row.Write(engine);
        row.Write(source);
        row.WriteMicroseconds(at);
        row.Write(kind);
        row.Write(run);
        row.Write(_revision);
        row.Write(0L);
        row.Write(Guid.Empty);
        row.Write((long?)null);
        row.Write((double?)null);
        row.WriteMicroseconds(at);
        row.Write("");
        row.Write((long?)null);
        row.Write("");
        row.Write("");
        row.Write(reason);
        row.WriteLength(0);
        row.Write(severity);
        row.Write(text);
        rows.End();
    }

    private static void WriteDetails(in RowBinaryWriter row, ObjectDetails? details)
    {
        if (details == null)
        {
            // Two empty maps, no keypoints, no mask, no embedding.
            row.WriteZeros(7);
            return;
        }

        row.WriteLength(details.Attributes.Length);
        foreach (var attribute in details.Attributes)
        {
            row.Write(attribute.Name);
            row.Write(attribute.Value);
        }

        row.WriteLength(details.Attributes.Length);
        foreach (var attribute in details.Attributes)
        {
            row.Write(attribute.Name);
            row.Write(attribute.Score);
        }

        row.WriteLength(details.Keypoints.Length * 3);
        foreach (var point in details.Keypoints)
        {
            row.Write(point.X);
            row.Write(point.Y);
            row.Write(point.Score);
        }

        row.Write((ushort)(details.Mask?.Width ?? 0));
        row.Write(details.Mask == null ? [] : details.Mask.Cells.AsSpan());
        row.Write(details.Embedding.Span);
    }

    private static void WriteBox(in RowBinaryWriter row, Span<float> values, in BoundingBox box)
    {
        (values[0], values[1], values[2], values[3]) = (box.X1, box.Y1, box.X2, box.Y2);
        row.Write((ReadOnlySpan<float>)values);
    }

    private void WriteFrame(in RowBinaryWriter row, Frame frame, DateTimeOffset arrived)
    {
        var info = frame.Info;
        row.Write(engine);
        row.Write(info.Source);
        row.Write(info.Index);
        row.Write(info.Id);
        row.Write(info.Pts);
        row.Write(info.PtsSeconds);
        row.WriteMicroseconds(info.CapturedAt);
        row.WriteMicroseconds(arrived);
        row.Write(frame.DisplayWidth);
        row.Write(frame.DisplayHeight);
        row.Write(run);
        row.Write(_revision);
    }
}
