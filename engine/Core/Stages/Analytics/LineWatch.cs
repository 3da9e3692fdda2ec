using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>A line at one source, and what crossed it. For one thread.</summary>
internal sealed class LineWatch
{
    private readonly LineOptions _options;
    private readonly ClassTally _tally = new();

    /// <summary>Watches a checked line.</summary>
    public LineWatch(LineOptions options)
    {
        _options = options;
        From = new(options.From[0], options.From[1]);
        To = new(options.To[0], options.To[1]);
        State = new() { Name = options.Name, Points = [From, To] };
    }

    /// <summary>Where it begins.</summary>
    public RelativePoint From { get; }

    /// <summary>Where it ends.</summary>
    public RelativePoint To { get; }

    /// <summary>The line and its counts, as last refreshed.</summary>
    public PlaceState State { get; private set; }

    /// <summary>Takes a crossing that counts as one, if the options want it.</summary>
    /// <param name="item">Who crossed.</param>
    /// <param name="way">1 to the left, -1 to the right.</param>
    /// <param name="delay">Seconds since it happened.</param>
    /// <param name="events">Takes the event.</param>
    public void Cross(WatchedObject item, int way, double delay, EventList events)
    {
        if (_options.Direction == (way > 0 ? LineDirection.Out : LineDirection.In) || !Selection.Takes(_options.Classes, item.Label)) return;
        var count = way > 0 ? _tally.AddIn(item.Label) : _tally.AddOut(item.Label);
        events.Add("cross", _options.Name, item, item.Label, way > 0 ? "in" : "out", null,
            ("total", way > 0 ? _tally.In : _tally.Out), ("class_total", way > 0 ? count.In : count.Out), ("delay", delay));
    }

    /// <summary>Brings <see cref="State"/> up to date.</summary>
    /// <returns>Whether it changed.</returns>
    public bool Refresh()
    {
        if (!_tally.IsChanged) return false;
        State = State with { Counts = _tally.Take() };
        return true;
    }
}
