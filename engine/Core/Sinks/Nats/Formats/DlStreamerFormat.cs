using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Core.Sinks.Nats.Formats;

/// <summary>The form of DL Streamer's metadata converter: one message a frame.</summary>
/// <param name="source">The source's id.</param>
/// <param name="subjects">Where to.</param>
internal sealed class DlStreamerFormat(string source, NatsSubjects subjects) : IMessageFormat
{
    private readonly string _subject = subjects.Of("dlstreamer", source);

    public void Write(Frame frame, bool isFirst, MessageBatch batch)
    {
        if (!isFirst || !frame.HasPicture) return;
        var (width, height) = (frame.DisplayWidth, frame.DisplayHeight);
        var json = batch.Begin(_subject);
        json.WriteStartObject();
        json.WriteStartObject("resolution"u8);
        json.WriteNumber("width"u8, width);
        json.WriteNumber("height"u8, height);
        json.WriteEndObject();
        json.WriteString("source"u8, source);
        json.WriteStartObject("tags"u8);
        json.WriteEndObject();
        if (frame.Info.PtsSeconds is { } seconds) json.WriteNumber("timestamp"u8, (long)Math.Round(seconds * 1e9));
        json.WriteString("system_timestamp"u8, frame.Info.CapturedAt.UtcDateTime);
        if (frame.Info.CaptureClock == CaptureClock.SenderReport) WriteClock(json, frame.Info.CapturedAt);
        json.WriteStartArray("objects"u8);
        foreach (ref readonly var detection in frame.Detections.AsSpan()) WriteObject(json, frame, detection, width, height);
        json.WriteEndArray();
        json.WriteEndObject();
        batch.End();
    }

    private static void WriteClock(Utf8JsonWriter json, DateTimeOffset at)
    {
        json.WriteStartObject("rtp"u8);
        json.WriteNumber("sender_ntp_unix_timestamp_ns"u8, (at - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, Frame frame, in Detection detection, int width, int height)
    {
        var box = detection.Box;
        json.WriteStartObject();
        json.WriteNumber("x"u8, (int)MathF.Round(box.X1));
        json.WriteNumber("y"u8, (int)MathF.Round(box.Y1));
        json.WriteNumber("w"u8, (int)MathF.Round(box.X2 - box.X1));
        json.WriteNumber("h"u8, (int)MathF.Round(box.Y2 - box.Y1));
        if (detection.TrackId is { } id) json.WriteNumber("id"u8, id);
        json.WriteString("roi_type"u8, detection.Label);
        json.WriteStartObject("detection"u8);
        json.WriteStartObject("bounding_box"u8);
        json.WriteNumber("x_min"u8, box.X1 / width);
        json.WriteNumber("y_min"u8, box.Y1 / height);
        json.WriteNumber("x_max"u8, box.X2 / width);
        json.WriteNumber("y_max"u8, box.Y2 / height);
        json.WriteEndObject();
        json.WriteNumber("confidence"u8, detection.Score);
        json.WriteNumber("label_id"u8, detection.ClassId);
        json.WriteString("label"u8, detection.Label);
        json.WriteEndObject();
        foreach (var attribute in detection.Details?.Attributes ?? [])
        {
            json.WriteStartObject(attribute.Name);
            json.WriteString("label"u8, attribute.Value);
            json.WriteNumber("confidence"u8, attribute.Score);
            json.WriteStartObject("model"u8);
            json.WriteString("name"u8, attribute.Model);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        WriteCrossings(json, frame, detection.TrackId);
        json.WriteEndObject();
    }

    private static void WriteCrossings(Utf8JsonWriter json, Frame frame, long? track)
    {
        if (track == null) return;
        var isOpen = false;
        foreach (var happened in frame.Events)
        {
            if (happened.Kind != "cross" || happened.TrackId != track) continue;
            if (!isOpen) json.WriteStartArray("tripwire_crossings"u8);
            isOpen = true;
            json.WriteStartObject();
            json.WriteString("tripwire_id"u8, happened.Place);
            if (happened.Direction != null) json.WriteString("direction"u8, happened.Direction);
            json.WriteEndObject();
        }

        if (isOpen) json.WriteEndArray();
    }
}
