using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks;

/// <summary>The JSON forms of frames and keyframes that scripts rely on; see docs/jsonl.md. What is not known is left out.</summary>
internal static class FrameJson
{
    /// <summary>No indentation, and labels stay legible: the text goes into files and messages, never into HTML.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>One object for a frame and all objects found in it.</summary>
    public static void WriteFrame(Utf8JsonWriter json, Frame frame)
    {
        json.WriteStartObject();
        WriteFrameProperties(json, frame);
        json.WriteEndObject();
    }

    /// <summary>The properties of <see cref="WriteFrame"/>, within the caller's object.</summary>
    public static void WriteFrameProperties(Utf8JsonWriter json, Frame frame)
    {
        var info = frame.Info;
        json.WriteString("source"u8, info.Source);
        json.WriteNumber("frame"u8, info.Index);
        json.WriteString("id"u8, info.Id);
        if (info.Pts is { } pts) json.WriteNumber("pts"u8, pts);
        if (info.PtsSeconds is { } seconds) json.WriteNumber("pts_time"u8, seconds);
        if (info.TimeRepair != TimeRepair.None) json.WriteBoolean("pts_repaired"u8, true);
        json.WriteString("captured_at"u8, info.CapturedAt.UtcDateTime);
        if (info.CaptureClock != CaptureClock.Arrival)
            json.WriteString("clock"u8, info.CaptureClock == CaptureClock.SenderReport ? "sender_report"u8 : "recording"u8);
        if (frame.DisplayWidth > 0)
        {
            json.WriteNumber("width"u8, frame.DisplayWidth);
            json.WriteNumber("height"u8, frame.DisplayHeight);
        }

        WriteDetections(json, frame);
        WriteEvents(json, frame);
        WriteAttributes(json, frame.Attributes);
    }

    /// <summary>One object for an event and the frame it happened at.</summary>
    public static void WriteEvent(Utf8JsonWriter json, Frame frame, FrameEvent happened)
    {
        var info = frame.Info;
        json.WriteStartObject();
        json.WriteString("source"u8, info.Source);
        json.WriteNumber("frame"u8, info.Index);
        json.WriteString("id"u8, info.Id);
        if (info.PtsSeconds is { } seconds) json.WriteNumber("pts_time"u8, seconds);
        json.WriteString("captured_at"u8, info.CapturedAt.UtcDateTime);
        WriteEventProperties(json, happened);
        json.WriteEndObject();
    }

    /// <summary>One object for a frame that was chosen for keeping.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="keyframe">Why it was chosen.</param>
    /// <param name="withDetections">Whether the objects in it follow.</param>
    public static void WriteKeyframe(Utf8JsonWriter json, Frame frame, Keyframe keyframe, bool withDetections = false)
    {
        json.WriteStartObject();
        json.WriteString("source"u8, frame.Info.Source);
        json.WriteNumber("frame"u8, frame.Info.Index);
        if (frame.Info.PtsSeconds is { } seconds) json.WriteNumber("pts_time"u8, seconds);
        WriteKeyframeProperties(json, keyframe);
        if (keyframe.Uri is { } uri) json.WriteString("uri"u8, uri);
        if (withDetections)
        {
            json.WriteString("id"u8, frame.Info.Id);
            json.WriteString("captured_at"u8, frame.Info.CapturedAt.UtcDateTime);
            WriteDetections(json, frame);
        }

        json.WriteEndObject();
    }

    /// <summary>Why a frame was chosen, within the caller's object.</summary>
    public static void WriteKeyframeProperties(Utf8JsonWriter json, Keyframe keyframe)
    {
        json.WriteNumber("score"u8, keyframe.Score);
        json.WriteStartObject("reasons"u8);
        foreach (var (name, value) in keyframe.Reasons)
            if (double.IsFinite(value)) json.WriteNumber(name, value);
        json.WriteEndObject();
    }

    private static void WriteDetections(Utf8JsonWriter json, Frame frame)
    {
        json.WriteStartArray("detections"u8);
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            json.WriteStartObject();
            json.WriteNumber("class_id"u8, detection.ClassId);
            json.WriteString("label"u8, detection.Label);
            json.WriteNumber("score"u8, detection.Score);
            json.WriteStartArray("box"u8);
            json.WriteNumberValue(detection.Box.X1);
            json.WriteNumberValue(detection.Box.Y1);
            json.WriteNumberValue(detection.Box.X2);
            json.WriteNumberValue(detection.Box.Y2);
            json.WriteEndArray();
            if (detection.TrackId is { } track) json.WriteNumber("track"u8, track);
            json.WriteBoolean("predicted"u8, detection.Predicted);
            if (detection.Details is { } details) WriteDetails(json, details);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDetails(Utf8JsonWriter json, ObjectDetails details)
    {
        if (!details.Attributes.IsEmpty)
        {
            json.WriteStartObject("attributes"u8);
            foreach (var attribute in details.Attributes)
            {
                json.WriteStartObject(attribute.Name);
                json.WriteString("value"u8, attribute.Value);
                json.WriteNumber("score"u8, attribute.Score);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        if (!details.Keypoints.IsEmpty)
        {
            json.WriteStartArray("keypoints"u8);
            foreach (var point in details.Keypoints)
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.X);
                json.WriteNumberValue(point.Y);
                json.WriteNumberValue(point.Score);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        if (details.Mask is { } mask)
        {
            json.WriteStartObject("mask"u8);
            json.WriteNumber("width"u8, mask.Width);
            json.WriteNumber("height"u8, mask.Height);
            json.WriteBase64String("cells"u8, mask.Cells.AsSpan());
            json.WriteEndObject();
        }
    }

    private static void WriteEvents(Utf8JsonWriter json, Frame frame)
    {
        if (frame.Events.IsEmpty) return;
        json.WriteStartArray("events"u8);
        foreach (var happened in frame.Events)
        {
            json.WriteStartObject();
            WriteEventProperties(json, happened);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEventProperties(Utf8JsonWriter json, FrameEvent happened)
    {
        json.WriteString("kind"u8, happened.Kind);
        json.WriteString("place"u8, happened.Place);
        if (happened.TrackId is { } track) json.WriteNumber("track"u8, track);
        if (happened.Label != null) json.WriteString("label"u8, happened.Label);
        if (happened.Direction != null) json.WriteString("direction"u8, happened.Direction);
        if (happened.Reason != null) json.WriteString("reason"u8, happened.Reason);
        json.WriteStartObject("values"u8);
        foreach (var (name, value) in happened.Values)
            if (double.IsFinite(value)) json.WriteNumber(name, value);
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IReadOnlyDictionary<string, object> attributes)
    {
        if (attributes.Count == 0) return;
        json.WriteStartObject("attributes"u8);
        foreach (var (name, value) in attributes)
            switch (value)
            {
                case string text: json.WriteString(name, text); break;
                case bool flag: json.WriteBoolean(name, flag); break;
                case double number when double.IsFinite(number): json.WriteNumber(name, number); break;
                case float number when float.IsFinite(number): json.WriteNumber(name, number); break;
                case double or float: break;
                case int number: json.WriteNumber(name, number); break;
                case long number: json.WriteNumber(name, number); break;
                default: json.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)); break;
            }

        json.WriteEndObject();
    }
}
