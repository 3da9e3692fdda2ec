using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Core.Sinks.Nats.Formats;

/// <summary>The engine's own: keyframes and events as they happen; the rest is in summaries.</summary>
/// <param name="source">The source's id.</param>
/// <param name="subjects">Where to.</param>
/// <param name="head">Which engine and run speaks.</param>
/// <param name="isNew">Says of an event whether it comes for the first time.</param>
internal sealed class SluiceFormat(string source, NatsSubjects subjects, MessageHead head, Func<FrameEvent, bool> isNew) : IMessageFormat
{
    private readonly string _events = subjects.Of("event", source);
    private readonly string _keyframes = subjects.Of("keyframe", source);

    public void Write(Frame frame, bool isFirst, MessageBatch batch)
    {
        foreach (var happened in frame.Events)
        {
            if (!isNew(happened)) continue;
            var json = batch.Begin(_events);
            json.WriteStartObject();
            head.Write(json, "sluice.event.v1"u8);
            FrameJson.WriteEventProperties(json, frame, happened);
            json.WriteEndObject();
            batch.End();
        }

        if (frame.Keyframe is not { } keyframe) return;
        var writer = batch.Begin(_keyframes);
        writer.WriteStartObject();
        head.Write(writer, "sluice.keyframe.v1"u8);
        FrameJson.WriteKeyframeProperties(writer, frame, keyframe, withDetections: true);
        writer.WriteEndObject();
        batch.End();
    }
}
