using System.Globalization;
using System.Reflection;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Turns what the graph knows into rows; each method writes whole rows in the order of the table's columns. The queue's gate is held.</summary>
internal sealed class MetadataRows(BlockQueue queue, string engine, Guid run)
{
    private static readonly string Program = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";

    public void Engine(DateTimeOffset now, IReadOnlyList<string> sources)
    {
        var row = queue.Begin(Table.Engines);
        row.Write(engine);
        row.Write(run);
        row.WriteMilliseconds(now);
        row.Write(Environment.MachineName);
        row.Write(Program);
        row.Write(sources);
        queue.End(Table.Engines);
    }

    public void Source(string source, DateTimeOffset now, string state, long frames)
    {
        var row = queue.Begin(Table.Sources);
        row.Write(engine);
        row.Write(run);
        row.Write(source);
        row.WriteMilliseconds(now);
        row.Write(state);
        row.Write(frames);
        queue.End(Table.Sources);
    }

    public void Second(string source, SourceTally tally)
    {
        if (tally.FramesInSecond == 0) return;
        var row = queue.Begin(Table.Frames);
        row.Write(engine);
        row.Write(source);
        row.WriteSeconds(tally.Second);
        row.Write("published");
        row.Write(tally.FramesInSecond);
        row.Write(tally.ObjectsInSecond);
        queue.End(Table.Frames);
        tally.Reset();
    }

    /// <returns>How many rows.</returns>
    public int Objects(Frame frame, DateTimeOffset arrived)
    {
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            var row = queue.Begin(Table.Objects);
            WriteFrame(row, frame, arrived);
            row.Write(detection.ClassId);
            row.Write(detection.Label);
            row.Write(detection.Score);
            row.Write(detection.Box.X1);
            row.Write(detection.Box.Y1);
            row.Write(detection.Box.X2);
            row.Write(detection.Box.Y2);
            row.Write(detection.TrackId);
            row.Write(detection.Predicted);
            row.Write(detection.Model ?? "");
            queue.End(Table.Objects);
        }

        return frame.Detections.Length;
    }

    /// <returns>How many rows.</returns>
    public int Tracks(Frame frame, DateTimeOffset arrived)
    {
        Span<float> box = stackalloc float[4];
        foreach (var track in frame.EndedTracks)
        {
            var row = queue.Begin(Table.Tracks);
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
            queue.End(Table.Tracks);
        }

        return frame.EndedTracks.Length;
    }

    public void Keyframe(Frame frame, Keyframe keyframe, DateTimeOffset arrived)
    {
        var row = queue.Begin(Table.Keyframes);
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

        queue.End(Table.Keyframes);
    }

    public void Event(Frame frame, FrameEvent happened, DateTimeOffset arrived)
    {
        var info = frame.Info;
        var row = queue.Begin(Table.Events);
        row.Write(engine);
        row.Write(info.Source);
        row.WriteMicroseconds(arrived);
        row.Write(happened.Kind);
        row.Write(run);
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

        queue.End(Table.Events);
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
    }

    private static void WriteBox(in RowBinaryWriter row, Span<float> values, in BoundingBox box)
    {
        (values[0], values[1], values[2], values[3]) = (box.X1, box.Y1, box.X2, box.Y2);
        row.Write(values);
    }
}
