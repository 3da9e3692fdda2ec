using System.Buffers;
using System.Text;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Csv;

/// <summary>The columns of each kind of line; names are those of the tables in the store.</summary>
internal static class CsvRows
{
    private const string Common = "engine,source,frame,frame_id,pts_time,captured_at";

    /// <summary>The header row, without its line's end.</summary>
    public static string Header(CsvContent what) => what switch
    {
        CsvContent.Objects => $"{Common},class_id,label,score,x1,y1,x2,y2,track,predicted,model",
        CsvContent.Frames => $"{Common},width,height,objects,events,keyframe",
        CsvContent.Keyframes => $"{Common},score,reasons,uri",
        _ => $"{Common},kind,place,track,label,direction,reason,values",
    };

    /// <summary>A line for each object.</summary>
    public static void Objects(CsvWriter csv, string engine, Frame frame)
    {
        foreach (ref readonly var found in frame.Detections.AsSpan())
        {
            Begin(csv, engine, frame);
            csv.Add(found.ClassId);
            csv.Add(found.Label);
            csv.Add(found.Score);
            csv.Add(found.Box.X1);
            csv.Add(found.Box.Y1);
            csv.Add(found.Box.X2);
            csv.Add(found.Box.Y2);
            csv.Add(found.TrackId);
            csv.Add(found.Predicted);
            csv.Add(found.Model);
            csv.EndLine();
        }
    }

    /// <summary>A line for the frame.</summary>
    public static void Frame(CsvWriter csv, string engine, Frame frame)
    {
        Begin(csv, engine, frame);
        csv.Add(frame.HasPicture ? frame.DisplayWidth : (int?)null);
        csv.Add(frame.HasPicture ? frame.DisplayHeight : (int?)null);
        csv.Add(frame.Detections.Length);
        csv.Add(frame.Events.Length);
        csv.Add(frame.Keyframe != null);
        csv.EndLine();
    }

    /// <summary>A line for a keyframe.</summary>
    public static void Keyframe(CsvWriter csv, string engine, Frame frame, Keyframe keyframe)
    {
        Begin(csv, engine, frame);
        csv.Add(keyframe.Score);
        csv.Add(Json(keyframe.Reasons));
        csv.Add(keyframe.Uri);
        csv.EndLine();
    }

    /// <summary>A line for an event.</summary>
    public static void Event(CsvWriter csv, string engine, Frame frame, FrameEvent happened)
    {
        Begin(csv, engine, frame);
        csv.Add(happened.Kind);
        csv.Add(happened.Place);
        csv.Add(happened.TrackId);
        csv.Add(happened.Label);
        csv.Add(happened.Direction);
        csv.Add(happened.Reason);
        csv.Add(Json(happened.Values));
        csv.EndLine();
    }

    private static void Begin(CsvWriter csv, string engine, Frame frame)
    {
        var info = frame.Info;
        csv.Add(engine);
        csv.Add(info.Source);
        csv.Add(info.Index);
        csv.Add(info.Id);
        csv.Add(info.PtsSeconds);
        csv.Add(info.CapturedAt);
    }

    private static string Json(IReadOnlyDictionary<string, double> values)
    {
        var bytes = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(bytes, FrameJson.Options))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values)
                if (double.IsFinite(value)) json.WriteNumber(name, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
