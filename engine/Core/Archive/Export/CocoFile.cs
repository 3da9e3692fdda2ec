using System.Buffers;
using System.Text.Json;
using Sluice.Core.Sinks;

namespace Sluice.Core.Archive.Export;

/// <summary>COCO annotations (https://cocodataset.org/#format-data); categories count from 1, and each image says where it came from.</summary>
internal static class CocoFile
{
    /// <summary>The file's bytes.</summary>
    /// <param name="items">The pictures.</param>
    /// <param name="labels">All classes.</param>
    /// <param name="now">The time.</param>
    /// <param name="nameOf">An image's file name; null for its own with .jpg.</param>
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<ExportItem> items, IReadOnlyList<string> labels, DateTimeOffset now, Func<ExportItem, string>? nameOf = null)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, FrameJson.Options);
        json.WriteStartObject();
        json.WriteStartObject("info"u8);
        json.WriteString("description"u8, "Keyframes chosen by Sluice; labels are a model's until an annotator has corrected them.");
        json.WriteString("date_created"u8, now.UtcDateTime);
        json.WriteEndObject();
        json.WriteStartArray("images"u8);
        for (var i = 0; i < items.Count; i++)
        {
            var known = items[i].Entry.Keyframe;
            json.WriteStartObject();
            json.WriteNumber("id"u8, i + 1);
            json.WriteString("file_name"u8, nameOf?.Invoke(items[i]) ?? items[i].Name + ".jpg");
            json.WriteNumber("width"u8, known.Width);
            json.WriteNumber("height"u8, known.Height);
            json.WriteString("date_captured"u8, known.CapturedAt.UtcDateTime);
            json.WriteStartObject("lineage"u8);
            LineageFile.WriteProperties(json, items[i]);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteAnnotations(json, items, labels);
        json.WriteStartArray("categories"u8);
        for (var i = 0; i < labels.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, i + 1);
            json.WriteString("name"u8, labels[i]);
            json.WriteString("supercategory"u8, "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void WriteAnnotations(Utf8JsonWriter json, IReadOnlyList<ExportItem> items, IReadOnlyList<string> labels)
    {
        var ids = labels.Select(static (name, id) => (name, id)).ToDictionary(static one => one.name, static one => one.id + 1, StringComparer.Ordinal);
        var id = 0;
        json.WriteStartArray("annotations"u8);
        for (var i = 0; i < items.Count; i++)
        {
            var known = items[i].Entry.Keyframe;
            foreach (var box in items[i].Entry.Boxes)
            {
                var inside = box.Box.Clip(known.Width, known.Height);
                if (inside.Area <= 0) continue;
                json.WriteStartObject();
                json.WriteNumber("id"u8, ++id);
                json.WriteNumber("image_id"u8, i + 1);
                json.WriteNumber("category_id"u8, ids[box.Label]);
                json.WriteStartArray("bbox"u8);
                foreach (var value in new[] { inside.X1, inside.Y1, inside.Width, inside.Height }) json.WriteNumberValue(Math.Round(value, 2));
                json.WriteEndArray();
                json.WriteNumber("area"u8, Math.Round(inside.Area, 2));
                json.WriteNumber("iscrowd"u8, 0);
                json.WriteNumber("score"u8, Math.Round(box.Score, 4));
                if (box.Track is { } track) json.WriteNumber("track_id"u8, track);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}
