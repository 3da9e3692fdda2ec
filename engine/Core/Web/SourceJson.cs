using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Web;

/// <summary>Writes what the control endpoint says of a source. Absent is absent; URIs are masked.</summary>
internal static class SourceJson
{
    public static void Write(Utf8JsonWriter json, SourceSnapshot source, double? fps)
    {
        json.WriteStartObject();
        json.WriteString("id", source.Id);
        json.WriteString("uri", source.Uri);
        json.WriteBoolean("live", source.IsLive);
        json.WriteString("state", SnakeCase.Of(source.Status.State));
        if (source.Status.Since is { } since) json.WriteString("since", since);
        if (source.Status.LastError is { } error) json.WriteString("last_error", error);
        if (source.Status.Reason != FaultReason.None)
        {
            json.WriteString("reason", SnakeCase.Of(source.Status.Reason));
            json.WriteString("side", SnakeCase.Of(source.Status.Side));
        }

        json.WriteNumber("reconnects", source.Status.Reconnects);
        if (fps is { } rate) json.WriteNumber("fps", Math.Round(rate, 2));
        json.WriteNumber("arrived", source.Arrived);
        json.WriteNumber("in_flight", source.InFlight);
        json.WriteStartObject("outcomes");
        foreach (var (outcome, count) in source.Outcomes.Where(static o => o.Key != Outcome.None)) json.WriteNumber(SnakeCase.Of(outcome), count);
        json.WriteEndObject();
        json.WriteStartArray("drops");
        foreach (var drop in source.Drops)
        {
            json.WriteStartObject();
            json.WriteString("edge", drop.Edge);
            json.WriteString("reason", SnakeCase.Of(drop.Reason));
            json.WriteNumber("count", drop.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        GateJson.Write(json, source.Stream?.Gate);
        DecodingJson.Write(json, source.Stream?.Decoding);
        foreach (var (name, share) in new[] { ("p50_ms", 0.5), ("p95_ms", 0.95) })
            if (source.Latency.Percentile(share) is { } latency) json.WriteNumber(name, Math.Round(latency.TotalMilliseconds, 3));
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, RemovedSources removed)
    {
        json.WriteStartObject();
        json.WriteNumber("sources", removed.Count);
        json.WriteNumber("arrived", removed.Arrived);
        json.WriteStartObject("outcomes");
        foreach (var (outcome, count) in removed.Outcomes) json.WriteNumber(SnakeCase.Of(outcome), count);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
