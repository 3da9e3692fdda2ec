using Sluice.Abstractions;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Core.Sinks.Nats.Formats;

/// <summary>
/// Frigate's event messages: <c>new</c> when a track is first seen, <c>update</c> when it enters or leaves a zone or is seen clearly
/// better, <c>end</c> when it is over. All sources share one subject, as Frigate's cameras share one topic.
/// </summary>
/// <param name="source">The source's id.</param>
/// <param name="subjects">Where to.</param>
internal sealed class FrigateFormat(string source, NatsSubjects subjects) : IMessageFormat
{
    // Below this a better score is no news.
    private const float BetterBy = 0.05f;
    private readonly string _subject = subjects.Root + ".events";
    private readonly Dictionary<long, (FrigateObject Told, FrigateObject Now)> _tracks = [];

    public void Write(Frame frame, bool isFirst, MessageBatch batch)
    {
        var at = Seconds(frame.Info.CapturedAt);
        if (isFirst && frame.HasPicture)
            foreach (ref readonly var detection in frame.Detections.AsSpan())
                if (detection is { TrackId: { } track, Predicted: false }) See(track, detection, frame, at, batch);
        foreach (var happened in frame.Events) Happen(happened, at, batch);
        if (!isFirst) return;
        foreach (var ended in frame.EndedTracks)
            if (_tracks.Remove(ended.Id, out var track)) Tell(batch, "end", track.Told, track.Now with { EndTime = Seconds(ended.LastSeen) });
    }

    public void End(MessageBatch batch)
    {
        foreach (var track in _tracks.Values) Tell(batch, "end", track.Told, track.Now with { EndTime = track.Now.FrameTime });
        _tracks.Clear();
    }

    private void See(long id, in Detection detection, Frame frame, double at, MessageBatch batch)
    {
        var isKnown = _tracks.TryGetValue(id, out var track);
        var before = isKnown ? track.Now : new() { Id = FrigateObject.IdOf(at, id), Label = detection.Label, StartTime = at };
        var now = before with
        {
            Label = detection.Label,
            FrameTime = at,
            Score = detection.Score,
            TopScore = Math.Max(before.TopScore, detection.Score),
            Box = detection.Box,
            Picture = (frame.DisplayWidth, frame.DisplayHeight),
            Attributes = detection.Details?.Attributes ?? [],
        };
        if (!isKnown) Tell(batch, "new", now, now);
        else if (now.TopScore >= track.Told.TopScore + BetterBy) Tell(batch, "update", track.Told, now);
        else
        {
            _tracks[id] = (track.Told, now);
            return;
        }

        _tracks[id] = (now, now);
    }

    private void Happen(FrameEvent happened, double at, MessageBatch batch)
    {
        if (happened.TrackId is not { } id || !_tracks.TryGetValue(id, out var track)) return;
        var isIn = track.Now.CurrentZones.Contains(happened.Place);
        FrigateObject now;
        if (happened.Kind == "enter" && !isIn)
            now = track.Now with
            {
                FrameTime = at,
                CurrentZones = [.. track.Now.CurrentZones, happened.Place],
                EnteredZones = track.Now.EnteredZones.Contains(happened.Place) ? track.Now.EnteredZones : [.. track.Now.EnteredZones, happened.Place],
            };
        else if (happened.Kind == "exit" && isIn)
            now = track.Now with { FrameTime = at, CurrentZones = [.. track.Now.CurrentZones.Where(zone => zone != happened.Place)] };
        else
            return;
        Tell(batch, "update", track.Told, now);
        _tracks[id] = (now, now);
    }

    private void Tell(MessageBatch batch, string type, FrigateObject before, FrigateObject after)
    {
        var json = batch.Begin(_subject);
        json.WriteStartObject();
        json.WritePropertyName("before"u8);
        before.Write(json, source);
        json.WritePropertyName("after"u8);
        after.Write(json, source);
        json.WriteString("type"u8, type);
        json.WriteEndObject();
        batch.End();
    }

    private static double Seconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / 10 / 1e6;
}
