using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>Gathers the events of one frame; memory is taken only when there are any. For one thread.</summary>
internal sealed class EventList
{
    private readonly List<FrameEvent> _events = [];

    /// <summary>Adds one.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="place">Where.</param>
    /// <param name="item">Who; null when it is about no one.</param>
    /// <param name="label">What it counts as.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="reason">Why.</param>
    /// <param name="values">Figures by name; seconds are kept to the microsecond.</param>
    public void Add(string kind, string place, WatchedObject? item, string? label, string? direction, string? reason,
        params ReadOnlySpan<(string Name, double Value)> values)
    {
        var figures = new Dictionary<string, double>(values.Length, StringComparer.Ordinal);
        foreach (var (name, value) in values) figures.Add(name, Math.Round(value, 6));
        _events.Add(new()
        {
            Kind = kind,
            Place = place,
            TrackId = item?.TrackId,
            Label = label,
            Direction = direction,
            Reason = reason,
            Values = figures,
        });
    }

    /// <summary>What was gathered; the list is empty again.</summary>
    public ImmutableArray<FrameEvent> Take()
    {
        if (_events.Count == 0) return [];
        ImmutableArray<FrameEvent> taken = [.. _events];
        _events.Clear();
        return taken;
    }
}
