using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Sinks.Nats.Messages;

/// <summary>The engine's health; docs/schemas/sluice.health.v1.json.</summary>
/// <param name="view">The engine.</param>
/// <param name="head">Its name and run.</param>
/// <param name="time">The clock.</param>
internal sealed class HealthMessage(EngineView view, MessageHead head, TimeProvider time) : IDisposable
{
    private readonly HealthMonitor _monitor = new(view.Snapshot, time);

    /// <inheritdoc/>
    public void Dispose() => _monitor.Dispose();

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json, EngineSnapshot snapshot)
    {
        var report = _monitor.Report();
        json.WriteStartObject();
        head.Write(json, "sluice.health.v1"u8);
        json.WriteString("at"u8, time.GetUtcNow().UtcDateTime);
        json.WriteString("started_at"u8, view.StartedAt.UtcDateTime);
        json.WriteString("revision"u8, view.Config.Revision);
        json.WriteString("state"u8, SnakeCase.Of(snapshot.State));
        json.WriteBoolean("ready"u8, report.IsReady);
        json.WriteStartArray("reasons"u8);
        foreach (var reason in report.Reasons) json.WriteStringValue(reason);
        json.WriteEndArray();
        WriteSources(json, snapshot);
        WriteStages(json, snapshot);
        json.WriteStartArray("models"u8);
        foreach (var model in view.Config.Models) json.WriteStringValue(model.Id);
        json.WriteEndArray();
        json.WriteNumber("keyframes"u8, snapshot.Keyframes);
        json.WriteStartObject("memory"u8);
        json.WriteNumber("pictures_bytes"u8, snapshot.MemoryBytes);
        json.WriteNumber("pictures_limit_bytes"u8, snapshot.MemoryLimitBytes);
        json.WriteNumber("process_bytes"u8, Environment.WorkingSet);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter json, EngineSnapshot snapshot)
    {
        json.WriteStartObject("sources"u8);
        foreach (var state in snapshot.Sources.GroupBy(static s => s.Status.State).OrderBy(static g => g.Key)) json.WriteNumber(SnakeCase.Of(state.Key), state.Count());
        json.WriteEndObject();
        json.WriteStartArray("down"u8);
        foreach (var source in snapshot.Sources)
        {
            if (SourceNote.IsUp(source.Status.State) || source.Status.State is SourceState.Ended or SourceState.Paused) continue;
            json.WriteStartObject();
            json.WriteString("source"u8, source.Id);
            SourceNote.WriteStatus(json, source.Status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStages(Utf8JsonWriter json, EngineSnapshot snapshot)
    {
        json.WriteStartArray("stages"u8);
        foreach (var stage in snapshot.Stages)
        {
            json.WriteStartObject();
            json.WriteString("stage"u8, stage.Id);
            json.WriteString("use"u8, stage.Use);
            json.WriteNumber("in"u8, stage.In);
            json.WriteNumber("out"u8, stage.Out);
            json.WriteNumber("faults"u8, stage.Faults);
            json.WriteNumber("queued"u8, stage.Queued);
            json.WriteNumber("busy_seconds"u8, Math.Round(stage.Busy.TotalSeconds, 3));
            if (stage.IsHung) json.WriteBoolean("hung"u8, true);
            if (stage.Sink is { } counts) WriteSink(json, counts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSink(Utf8JsonWriter json, SinkCounts counts)
    {
        json.WriteStartObject("sink"u8);
        json.WriteNumber("accepted"u8, counts.Accepted);
        json.WriteNumber("acknowledged"u8, counts.Acknowledged);
        json.WriteNumber("spooled"u8, counts.Spooled);
        if (counts.Dropped is { } dropped) json.WriteNumber("dropped"u8, dropped);
        json.WriteEndObject();
    }
}
