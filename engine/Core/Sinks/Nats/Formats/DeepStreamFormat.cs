using System.Globalization;
using System.Text;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Core.Sinks.Nats.Formats;

/// <summary>The minimal form of DeepStream's message converter: one message a frame, an object is one string.</summary>
/// <param name="source">The source's id.</param>
/// <param name="subjects">Where to.</param>
internal sealed class DeepStreamFormat(string source, NatsSubjects subjects) : IMessageFormat
{
    // What DeepStream writes for an object that no tracker has.
    private const ulong Untracked = ulong.MaxValue;
    private readonly string _subject = subjects.Of("deepstream", source);
    private readonly StringBuilder _text = new();

    public void Write(Frame frame, bool isFirst, MessageBatch batch)
    {
        if (!isFirst) return;
        var json = batch.Begin(_subject);
        json.WriteStartObject();
        json.WriteString("version"u8, "4.0"u8);
        json.WriteString("id"u8, frame.Info.Index.ToString(CultureInfo.InvariantCulture));
        json.WriteString("@timestamp"u8, frame.Info.CapturedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("sensorId"u8, source);
        json.WriteStartArray("objects"u8);
        foreach (ref readonly var detection in frame.Detections.AsSpan()) json.WriteStringValue(TextOf(detection));
        json.WriteEndArray();
        json.WriteEndObject();
        batch.End();
    }

    // trackId|left|top|right|bottom|label|#|attribute|...|confidence
    private string TextOf(in Detection detection)
    {
        var box = detection.Box;
        _text.Clear().Append(CultureInfo.InvariantCulture, $"{(detection.TrackId is { } id ? (ulong)id : Untracked)}|{box.X1:0.###}|{box.Y1:0.###}|{box.X2:0.###}|{box.Y2:0.###}|{Plain(detection.Label)}|#");
        foreach (var attribute in detection.Details?.Attributes ?? []) _text.Append('|').Append(Plain(attribute.Value));
        return _text.Append(CultureInfo.InvariantCulture, $"|{detection.Score:0.####}").ToString();
    }

    private static string Plain(string text) => text.Replace('|', '_');
}
