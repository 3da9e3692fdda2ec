using System.Buffers;
using System.Text.Json;
using Sluice.Core.Sinks;

namespace Sluice.Core.Archive.Export;

/// <summary>A side of a data set in Datumaro's own form; its pictures lie in images/SIDE.</summary>
internal static class DatumaroFile
{
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<ExportItem> items, IReadOnlyList<string> labels)
    {
        var ids = labels.Select(static (name, id) => (name, id)).ToDictionary(static one => one.name, static one => one.id, StringComparer.Ordinal);
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, FrameJson.Options);
        json.WriteStartObject();
        json.WriteStartObject("info"u8);
        json.WriteEndObject();
        json.WriteStartObject("categories"u8);
        json.WriteStartObject("label"u8);
        json.WriteStartArray("labels"u8);
        foreach (var label in labels)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, label);
            json.WriteString("parent"u8, "");
            json.WriteStartArray("attributes"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("attributes"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("items"u8);
        foreach (var item in items) WriteItem(json, item, ids);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void WriteItem(Utf8JsonWriter json, ExportItem item, Dictionary<string, int> ids)
    {
        var known = item.Entry.Keyframe;
        json.WriteStartObject();
        json.WriteString("id"u8, item.Name);
        json.WriteStartArray("annotations"u8);
        var id = 0;
        foreach (var box in item.Entry.Boxes)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, id++);
            json.WriteString("type"u8, "bbox");
            json.WriteStartObject("attributes"u8);
            json.WriteNumber("score"u8, Math.Round(box.Score, 4));
            if (box.Track is { } track) json.WriteNumber("track_id"u8, track);
            json.WriteEndObject();
            json.WriteNumber("group"u8, 0);
            json.WriteNumber("label_id"u8, ids[box.Label]);
            json.WriteNumber("z_order"u8, 0);
            json.WriteStartArray("bbox"u8);
            foreach (var value in new[] { box.Box.X1, box.Box.Y1, box.Box.Width, box.Box.Height }) json.WriteNumberValue(Math.Round(value, 2));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("attr"u8);
        LineageFile.WriteProperties(json, item);
        json.WriteEndObject();
        json.WriteStartObject("image"u8);
        json.WriteString("path"u8, item.Name + ".jpg");
        json.WriteStartArray("size"u8);
        json.WriteNumberValue(known.Height);
        json.WriteNumberValue(known.Width);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
