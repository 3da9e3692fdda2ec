using System.Buffers;
using System.Text.Json;
using Sluice.Core.Sinks;

namespace Sluice.Core.Archive.Export;

/// <summary>Where each picture of a data set came from: one JSON object a line.</summary>
internal static class LineageFile
{
    public static ReadOnlyMemory<byte> Of(IEnumerable<ExportItem> items)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, FrameJson.Options);
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("picture"u8, $"images/{item.Side}/{item.Name}.jpg");
            WriteProperties(json, item);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            bytes.Write("\n"u8);
        }

        return bytes.WrittenMemory;
    }

    /// <summary>Where one came from, within the caller's object.</summary>
    public static void WriteProperties(Utf8JsonWriter json, ExportItem item)
    {
        var known = item.Entry.Keyframe;
        json.WriteString("key"u8, known.Key);
        json.WriteString("source"u8, known.Source);
        json.WriteNumber("frame"u8, known.Frame);
        json.WriteString("frame_id"u8, known.FrameId);
        if (known.PtsSeconds is { } seconds) json.WriteNumber("pts_time"u8, seconds);
        json.WriteString("captured_at"u8, known.CapturedAt.UtcDateTime);
        json.WriteString("engine"u8, known.Engine);
        if (known.Config.Length > 0) json.WriteString("config"u8, known.Config);
        json.WriteStartObject("models"u8);
        foreach (var (model, hash) in known.Models) json.WriteString(model, hash);
        json.WriteEndObject();
        json.WriteBoolean("corrected"u8, item.Entry.Corrected != null);
    }
}
