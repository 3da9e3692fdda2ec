using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Flow;

namespace Sluice.Core.Stages.Analytics;

/// <summary>The places of one source and the objects around them. For one caller at a time.</summary>
internal sealed class SourceAnalytics
{
    // Far more than any picture shows; without it, a tracker gone wild would fill the memory.
    private const int MostObjects = 4096;
    private const double SweepSeconds = 1;

    // Of a box's longer side: closer to a line than this, a trembling box may have come across it.
    private const double ClearShare = 0.1;

    // The last pixel's edge: an object that leaves below is in a zone that reaches to the bottom.
    private const double Inner = 1 - 1e-9;

    private readonly AnalyticsOptions _options;
    private readonly ZoneWatch[] _zones;
    private readonly LineWatch[] _lines;
    private readonly Dictionary<long, WatchedObject> _objects = [];
    private readonly Stack<WatchedObject> _spare = [];
    private readonly EventList _events = new();
    private readonly ElapsedClock _clock;
    private readonly double _settle;
    private double _sweptAt;

    /// <summary>Watches the places that a source has.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="source">The source's id.</param>
    /// <param name="timestampFrequency">Ticks a second of arrival times.</param>
    public SourceAnalytics(AnalyticsOptions options, string source, long timestampFrequency)
    {
        _options = options;
        _zones = [.. options.Zones.Where(zone => Selection.Takes(zone.Sources, source)).Select(static zone => new ZoneWatch(zone))];
        _lines = [.. options.Lines.Where(line => Selection.Takes(line.Sources, source)).Select(static line => new LineWatch(line))];
        _clock = new(timestampFrequency);
        _settle = options.Settle.TotalSeconds;
        Places = Snapshot();
    }

    /// <summary>The places after the last frame; the same array until a count changes.</summary>
    public ImmutableArray<PlaceState> Places { get; private set; }

    /// <summary>Objects that are remembered.</summary>
    internal int Objects => _objects.Count;

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">Each frame once, in order; has a picture.</param>
    /// <returns>What happened.</returns>
    public ImmutableArray<FrameEvent> Update(Frame frame)
    {
        if (Places.IsEmpty) return [];
        var time = _clock.Advance(frame.Info);
        double width = frame.DisplayWidth, height = frame.DisplayHeight;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } track) continue;
            if (!_objects.TryGetValue(track, out var item))
            {
                // What is only predicted begins nothing.
                if (detection.Predicted || _objects.Count >= MostObjects) continue;
                item = Begin(track);
            }

            item.Note(detection.Label, time);
            Move(item, detection, width, height, time);
        }

        foreach (var track in frame.EndedTracks)
            if (_objects.Remove(track.Id, out var item)) End(item, "track_ended", time);
        if (time - _sweptAt >= SweepSeconds) Sweep(time);
        foreach (var zone in _zones) zone.Judge(time, _settle, _events);
        Refresh();
        return _events.Take();
    }

    private void Move(WatchedObject item, in Detection detection, double width, double height, double time)
    {
        var box = detection.Box;
        double x = (box.X1 + box.X2) / 2, y = _options.Anchor == BoxAnchor.Bottom ? box.Y2 : (box.Y1 + box.Y2) / 2;
        var at = new RelativePoint(Math.Clamp(x / width, 0, Inner), Math.Clamp(y / height, 0, Inner));
        if (double.IsNaN(at.X) || double.IsNaN(at.Y)) return;
        for (var i = 0; i < _zones.Length; i++)
            _zones[i].Observe(item, ref item.Stays[i], at, !detection.Predicted, time, _settle, _events);

        var clear = ClearShare * Math.Max(box.Width, box.Height);
        for (var i = 0; i < _lines.Length; i++)
        {
            var line = _lines[i];
            ref var passage = ref item.Passages[i];
            double dx = (line.To.X - line.From.X) * width, dy = (line.To.Y - line.From.Y) * height;
            var away = Math.Abs(PlaneGeometry.Side(line.From, line.To, at)) * width * height / Math.Sqrt((dx * dx) + (dy * dy));
            var way = passage.Move(line, at, !detection.Predicted, away > clear, time, _settle);
            if (way != 0) line.Cross(item, way, time - passage.CrossedAt, _events);
        }
    }

    private WatchedObject Begin(long track)
    {
        if (!_spare.TryPop(out var item)) item = new(_zones.Length, _lines.Length);
        item.Begin(track);
        _objects.Add(track, item);
        return item;
    }

    private void End(WatchedObject item, string reason, double time)
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            var way = item.Passages[i].End();
            if (way != 0) _lines[i].Cross(item, way, time - item.Passages[i].CrossedAt, _events);
        }

        for (var i = 0; i < _zones.Length; i++) _zones[i].End(item, ref item.Stays[i], reason, time, _events);
        _spare.Push(item);
    }

    private void Sweep(double time)
    {
        _sweptAt = time;
        foreach (var (track, item) in _objects)
        {
            if (time - item.SeenAt <= _options.LostAfter.TotalSeconds) continue;
            _objects.Remove(track);
            End(item, "lost", time);
        }
    }

    private void Refresh()
    {
        var isChanged = false;
        foreach (var zone in _zones) isChanged |= zone.Refresh();
        foreach (var line in _lines) isChanged |= line.Refresh();
        if (isChanged) Places = Snapshot();
    }

    private ImmutableArray<PlaceState> Snapshot()
    {
        var states = new PlaceState[_zones.Length + _lines.Length];
        for (var i = 0; i < _zones.Length; i++) states[i] = _zones[i].State;
        for (var i = 0; i < _lines.Length; i++) states[_zones.Length + i] = _lines[i].State;
        return ImmutableCollectionsMarshal.AsImmutableArray(states);
    }
}
