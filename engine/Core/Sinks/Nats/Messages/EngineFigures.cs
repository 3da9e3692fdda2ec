using System.Text.Json;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>What the engine counted of a source between two looks, those frames included that never reach the sink.</summary>
internal sealed class EngineFigures
{
    private SourceSnapshot? _before;
    private SourceSnapshot? _now;

    /// <summary>Whether anything was counted since the last look that was told.</summary>
    public bool HasNews => _now != null && (_before == null || _now.Arrived != _before.Arrived || _now.InFlight != _before.InFlight);

    /// <summary>Takes a look.</summary>
    public void Look(SourceSnapshot now)
    {
        // A source that was taken out and came back counts from the start.
        if (_before != null && now.Arrived < _before.Arrived) _before = null;
        _now = now;
    }

    /// <summary>What was looked at last was told.</summary>
    public void Told() => _before = _now;

    /// <summary>Writes it, within the caller's object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="seconds">How long it took.</param>
    public void Write(Utf8JsonWriter json, double seconds)
    {
        if (_now == null) return;
        json.WriteString("state"u8, SnakeCase.Of(_now.Status.State));
        if (_now.Status.Since is { } since) json.WriteString("state_since"u8, since.UtcDateTime);
        if (_now.Status.State != SourceState.Running && _now.Status.Reason != FaultReason.None)
            json.WriteString("reason"u8, SnakeCase.Of(_now.Status.Reason));
        var arrived = _now.Arrived - (_before?.Arrived ?? 0);
        json.WriteNumber("arrived"u8, arrived);
        if (seconds > 0) json.WriteNumber("fps"u8, Math.Round(arrived / seconds, 2));
        json.WriteStartObject("outcomes"u8);
        foreach (var (outcome, count) in _now.Outcomes)
            json.WriteNumber(SnakeCase.Of(outcome), count - (_before?.Outcomes.GetValueOrDefault(outcome) ?? 0));
        json.WriteEndObject();
        json.WriteNumber("in_flight"u8, _now.InFlight);
        var reconnects = _now.Status.Reconnects - (_before?.Status.Reconnects ?? 0);
        if (reconnects > 0) json.WriteNumber("reconnects"u8, reconnects);
        WriteDrops(json, _now, _before);
    }

    private static void WriteDrops(Utf8JsonWriter json, SourceSnapshot now, SourceSnapshot? before)
    {
        var isOpen = false;
        foreach (var drop in now.Drops)
        {
            var count = drop.Count - (before == null ? 0 : before.Drops.Where(b => b.Edge == drop.Edge && b.Reason == drop.Reason).Sum(static b => b.Count));
            if (count <= 0) continue;
            if (!isOpen) json.WriteStartArray("drops"u8);
            isOpen = true;
            json.WriteStartObject();
            json.WriteString("edge"u8, drop.Edge);
            json.WriteString("reason"u8, SnakeCase.Of(drop.Reason));
            json.WriteNumber("count"u8, count);
            json.WriteEndObject();
        }

        if (isOpen) json.WriteEndArray();
    }
}
