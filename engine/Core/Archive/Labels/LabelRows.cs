using System.Buffers;
using System.Text.Json;
using Sluice.Core.Sinks;

namespace Sluice.Core.Archive.Labels;

/// <summary>What annotators changed as rows of the table <c>keyframe_labels</c>, a JSON object a line: INSERT INTO keyframe_labels FORMAT JSONEachRow takes them.</summary>
internal static class LabelRows
{
    public static byte[] Of(IEnumerable<LabelFile> files)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, FrameJson.Options);
        foreach (var file in files)
        {
            foreach (var one in file.Changes)
            {
                json.WriteStartObject();
                json.WriteString("engine"u8, file.Engine);
                json.WriteString("source"u8, file.Source);
                json.WriteString("keyframe"u8, file.Key[(file.Key.LastIndexOf('/') + 1)..]);
                json.WriteString("key"u8, file.Key);
                json.WriteString("annotator"u8, file.By);
                json.WriteString("at"u8, file.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture));
                LabelFile.WriteBox(json, one);
                json.WriteEndObject();
                json.Flush();
                json.Reset();
                bytes.Write("\n"u8);
            }
        }

        return bytes.WrittenSpan.ToArray();
    }
}
