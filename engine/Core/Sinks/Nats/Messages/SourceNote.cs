using System.Text.Json;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>A source's state as messages tell it.</summary>
internal static class SourceNote
{
    /// <summary>Whether frames are coming.</summary>
    public static bool IsUp(SourceState state) => state == SourceState.Running;

    /// <summary>Writes state and, when it is not well, why; within the caller's object.</summary>
    public static void WriteStatus(Utf8JsonWriter json, SourceStatus status)
    {
        json.WriteString("state"u8, SnakeCase.Of(status.State));
        if (status.Since is { } since) json.WriteString("state_since"u8, since.UtcDateTime);
        json.WriteNumber("reconnects"u8, status.Reconnects);
        if (status.State == SourceState.Running || status.LastError == null) return;
        if (status.Reason != FaultReason.None) json.WriteString("reason"u8, SnakeCase.Of(status.Reason));
        if (status.Side != FaultSide.None) json.WriteString("side"u8, SnakeCase.Of(status.Side));
        json.WriteString("error"u8, status.LastError);
    }

    /// <summary>Writes what became of a source; docs/schemas/sluice.source.v1.json.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="head">The engine's name and run.</param>
    /// <param name="source">Its id.</param>
    /// <param name="was">Its state before; null for a source that is new.</param>
    /// <param name="now">Its state.</param>
    /// <param name="at">When it was noticed.</param>
    public static void Write(Utf8JsonWriter json, MessageHead head, string source, SourceState? was, SourceStatus now, DateTimeOffset at)
    {
        json.WriteStartObject();
        head.Write(json, "sluice.source.v1"u8);
        json.WriteString("source"u8, source);
        json.WriteString("at"u8, at.UtcDateTime);
        json.WriteBoolean("up"u8, IsUp(now.State));
        if (was is { } before) json.WriteString("was"u8, SnakeCase.Of(before));
        WriteStatus(json, now);
        json.WriteEndObject();
    }
}
