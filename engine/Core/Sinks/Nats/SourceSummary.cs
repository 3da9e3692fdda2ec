using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Nats;

/// <summary>What happened at one source since its last summary. The sink's gate is held.</summary>
internal sealed class SourceSummary(string engine, string source, DateTimeOffset start)
{
    private readonly SeenFrames _seen = new();
    private readonly SeenEvents _seenEvents = new();
    private readonly SortedDictionary<string, long> _classes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);
    private ImmutableArray<PlaceState> _places = [];
    private DateTimeOffset _start = start;
    private long _placesAt;
    private long _frames;
    private long _tracksEnded;
    private long _keyframes;

    /// <summary>Counts a frame; on a second link only what is new about it.</summary>
    public void Add(Frame frame)
    {
        if (frame.Keyframe != null) _keyframes++;
        if (!frame.Places.IsEmpty && frame.Info.Index >= _placesAt) (_places, _placesAt) = (frame.Places, frame.Info.Index);
        if (!_seen.IsFirst(frame.Info.Index)) return;
        _frames++;
        _tracksEnded += frame.EndedTracks.Length;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
            _classes[detection.Label] = _classes.GetValueOrDefault(detection.Label) + 1;
    }

    /// <summary>Counts an event.</summary>
    /// <returns>Whether this is the first time it comes.</returns>
    public bool IsNew(FrameEvent happened)
    {
        if (!_seenEvents.IsFirst(happened)) return false;
        _events[happened.Kind] = _events.GetValueOrDefault(happened.Kind) + 1;
        return true;
    }

    /// <summary>Writes the summary; see docs/nats.md.</summary>
    public void Write(Utf8JsonWriter json, DateTimeOffset now, bool isLast)
    {
        json.WriteStartObject();
        json.WriteNumber("version"u8, 1);
        json.WriteString("engine"u8, engine);
        json.WriteString("source"u8, source);
        json.WriteString("from"u8, _start.UtcDateTime);
        json.WriteString("to"u8, now.UtcDateTime);
        json.WriteNumber("frames"u8, _frames);
        json.WriteStartObject("objects"u8);
        foreach (var (label, count) in _classes) json.WriteNumber(label, count);
        json.WriteEndObject();
        json.WriteNumber("tracks_ended"u8, _tracksEnded);
        json.WriteNumber("keyframes"u8, _keyframes);
        WritePlaces(json);
        json.WriteBoolean("ended"u8, isLast);
        json.WriteEndObject();
    }

    /// <summary>The summary was taken over: the next one starts here.</summary>
    public void Reset(DateTimeOffset now)
    {
        _start = now;
        (_frames, _tracksEnded, _keyframes) = (0, 0, 0);
        _classes.Clear();
        _events.Clear();
    }

    private void WritePlaces(Utf8JsonWriter json)
    {
        if (_places.IsEmpty) return;
        json.WriteStartObject("events"u8);
        foreach (var (kind, count) in _events) json.WriteNumber(kind, count);
        json.WriteEndObject();
        json.WriteStartObject("places"u8);
        foreach (var place in _places)
        {
            json.WriteStartObject(place.Name);
            foreach (var count in place.Counts)
            {
                json.WriteStartObject(count.Label);
                json.WriteNumber("in"u8, count.In);
                json.WriteNumber("out"u8, count.Out);
                if (!place.IsLine) json.WriteNumber("now"u8, count.Now);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
