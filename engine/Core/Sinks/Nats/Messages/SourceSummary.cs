using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>What happened at one source since its last summary. Its owner's gate is held.</summary>
/// <param name="source">The source's id.</param>
/// <param name="start">When its first window begins.</param>
internal sealed class SourceSummary(string source, DateTimeOffset start)
{
    private static readonly (string Name, double Share)[] Quantiles = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)];
    private readonly SeenFrames _seen = new();
    private readonly SeenEvents _seenEvents = new();
    private readonly SortedDictionary<string, long> _classes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);
    private LatencyHistogram _latency = new();
    private ImmutableArray<PlaceState> _places = [];
    private DateTimeOffset _start = start;
    private long _placesAt;
    private long _frames;
    private long _tracksEnded;
    private long _keyframes;

    /// <summary>What the engine counted besides.</summary>
    public EngineFigures Engine { get; } = new();

    /// <summary>Whether its source has ended and nothing has happened since the summary that said so.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether there is something to tell.</summary>
    public bool HasNews => _frames > 0 || _keyframes > 0 || _events.Count > 0 || _tracksEnded > 0 || Engine.HasNews;

    /// <summary>Counts a frame; on a second link only what is new about it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="latency">Time since it arrived at the engine.</param>
    /// <returns>Whether this is the first time it comes.</returns>
    public bool Add(Frame frame, TimeSpan latency)
    {
        IsOver = false;
        if (frame.Keyframe != null) _keyframes++;
        if (!frame.Places.IsEmpty && frame.Info.Index >= _placesAt) (_places, _placesAt) = (frame.Places, frame.Info.Index);
        if (!_seen.IsFirst(frame.Info.Index)) return false;
        _frames++;
        _tracksEnded += frame.EndedTracks.Length;
        _latency.Add(latency);
        foreach (ref readonly var detection in frame.Detections.AsSpan())
            _classes[detection.Label] = _classes.GetValueOrDefault(detection.Label) + 1;
        return true;
    }

    /// <summary>Counts an event.</summary>
    /// <returns>Whether this is the first time it comes.</returns>
    public bool IsNew(FrameEvent happened)
    {
        if (!_seenEvents.IsFirst(happened)) return false;
        _events[happened.Kind] = _events.GetValueOrDefault(happened.Kind) + 1;
        return true;
    }

    /// <summary>Writes the summary; docs/schemas/sluice.summary.v2.json.</summary>
    public void Write(Utf8JsonWriter json, MessageHead head, DateTimeOffset now, bool isLast)
    {
        json.WriteStartObject();
        head.Write(json, "sluice.summary.v2"u8);
        json.WriteString("source"u8, source);
        json.WriteString("from"u8, _start.UtcDateTime);
        json.WriteString("to"u8, now.UtcDateTime);
        Engine.Write(json, (now - _start).TotalSeconds);
        json.WriteNumber("frames"u8, _frames);
        json.WriteStartObject("objects"u8);
        foreach (var (label, count) in _classes) json.WriteNumber(label, count);
        json.WriteEndObject();
        json.WriteNumber("tracks_ended"u8, _tracksEnded);
        json.WriteNumber("keyframes"u8, _keyframes);
        WriteLatency(json);
        WritePlaces(json);
        json.WriteBoolean("ended"u8, isLast);
        json.WriteEndObject();
    }

    /// <summary>The summary was taken over: the next one starts here.</summary>
    public void Told(DateTimeOffset now, bool isLast)
    {
        _start = now;
        IsOver = isLast;
        (_frames, _tracksEnded, _keyframes) = (0, 0, 0);
        if (_latency.Count > 0) _latency = new();
        _classes.Clear();
        _events.Clear();
        Engine.Told();
    }

    private void WriteLatency(Utf8JsonWriter json)
    {
        if (_latency.Count == 0) return;
        json.WriteStartObject("latency_ms"u8);
        foreach (var (name, share) in Quantiles) json.WriteNumber(name, Math.Round(_latency.Percentile(share)!.Value.TotalMilliseconds, 3));
        json.WriteEndObject();
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
