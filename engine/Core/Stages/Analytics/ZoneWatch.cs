using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>A zone at one source, and who is in it. For one thread.</summary>
internal sealed class ZoneWatch
{
    private readonly ZoneOptions _options;
    private readonly RelativePoint[] _corners;
    private readonly double _dwell;
    private readonly ClassTally _tally = new();
    private SettledFlag _crowd;
    private bool _isCrowdChanged;
    private long _peak;

    /// <summary>Watches a checked zone.</summary>
    public ZoneWatch(ZoneOptions options)
    {
        _options = options;
        _corners = [.. options.Points.Select(static p => new RelativePoint(p[0], p[1]))];
        _dwell = options.Dwell?.TotalSeconds ?? double.PositiveInfinity;
        State = new() { Name = options.Name, Points = [.. _corners], Limit = options.Max };
    }

    /// <summary>The zone and its counts, as last refreshed.</summary>
    public PlaceState State { get; private set; }

    private long Count => _tally.In - _tally.Out;

    /// <summary>Takes where an object is.</summary>
    /// <param name="item">The object.</param>
    /// <param name="stay">Its stay in this zone.</param>
    /// <param name="at">Its anchor.</param>
    /// <param name="isSeen">Whether it was seen there, not only predicted.</param>
    /// <param name="time">Seconds of the stream.</param>
    /// <param name="settle">How long a change must last, in seconds.</param>
    /// <param name="events">Takes what happened.</param>
    public void Observe(WatchedObject item, ref ZoneStay stay, RelativePoint at, bool isSeen, double time, double settle, EventList events)
    {
        // What an object is called matters when it comes: once in, it is in until it leaves.
        var isInside = (stay.Flag.Value || Selection.Takes(_options.Classes, item.Label)) && PlaneGeometry.Contains(_corners, at);
        if (stay.Flag.Observe(isInside, isSeen, time, settle))
        {
            if (isInside) Enter(item, ref stay, time, events);
            else Leave(item, ref stay, "left", stay.Flag.Lasted, time - stay.Flag.Since, events);
        }
        else if (stay.Flag.Value && !stay.IsTold && isSeen && !stay.Flag.IsTurning && time - stay.Flag.Since >= _dwell)
        {
            stay.IsTold = true;
            events.Add("dwell", _options.Name, item, stay.Label, null, null, ("seconds", time - stay.Flag.Since), ("limit", _dwell));
        }
    }

    /// <summary>An object is gone.</summary>
    /// <param name="item">The object.</param>
    /// <param name="stay">Its stay in this zone.</param>
    /// <param name="reason">Why it is taken for gone.</param>
    /// <param name="time">Seconds of the stream.</param>
    /// <param name="events">Takes what happened.</param>
    public void End(WatchedObject item, ref ZoneStay stay, string reason, double time, EventList events)
    {
        if (!stay.Flag.Value) return;
        var until = stay.Flag.IsTurning ? stay.Flag.TurnedAt : item.SeenAt;
        Leave(item, ref stay, reason, until - stay.Flag.Since, time - until, events);
    }

    /// <summary>Judges the number of objects after a frame.</summary>
    /// <param name="time">Seconds of the stream.</param>
    /// <param name="settle">How long a change must last, in seconds.</param>
    /// <param name="events">Takes what happened.</param>
    public void Judge(double time, double settle, EventList events)
    {
        if (_options.Max is not { } max) return;
        _peak = _crowd.Value || _crowd.IsTurning ? Math.Max(_peak, Count) : Count;
        if (!_crowd.Observe(Count > max, isSeen: true, time, settle)) return;
        State = State with { IsCrowded = _crowd.Value };
        _isCrowdChanged = true;
        var delay = ("delay", time - _crowd.Since);
        if (_crowd.Value) events.Add("crowd", _options.Name, null, null, null, null, ("count", Count), ("max", max), delay);
        else events.Add("crowd_end", _options.Name, null, null, null, null, ("count", Count), ("max", max), ("peak", _peak), ("seconds", _crowd.Lasted), delay);
    }

    /// <summary>Brings <see cref="State"/> up to date.</summary>
    /// <returns>Whether it changed.</returns>
    public bool Refresh()
    {
        var isChanged = _isCrowdChanged || _tally.IsChanged;
        _isCrowdChanged = false;
        if (_tally.IsChanged) State = State with { Counts = _tally.Take() };
        return isChanged;
    }

    private void Enter(WatchedObject item, ref ZoneStay stay, double time, EventList events)
    {
        (stay.Label, stay.IsTold) = (item.Label, false);
        var count = _tally.AddIn(stay.Label);
        events.Add("enter", _options.Name, item, stay.Label, null, null,
            ("count", Count), ("class_count", count.Now), ("delay", time - stay.Flag.Since));
    }

    private void Leave(WatchedObject item, ref ZoneStay stay, string reason, double seconds, double delay, EventList events)
    {
        // Counted out as what it was counted in, whatever it is called by now.
        var count = _tally.AddOut(stay.Label);
        if (stay.IsTold) events.Add("dwell_end", _options.Name, item, stay.Label, null, reason, ("seconds", seconds), ("limit", _dwell));
        events.Add("exit", _options.Name, item, stay.Label, null, reason,
            ("seconds", seconds), ("count", Count), ("class_count", count.Now), ("delay", delay));
    }
}
