using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Web;

/// <summary>
/// What probes ask: whether the process answers, whether the engine has started, and whether it is ready. 200 or 503, with the reasons as
/// JSON. Described in docs/metrics.md.
/// </summary>
internal static class HealthApi
{
    private static readonly string[] Live = ["/healthz", "/live"], Started = ["/startupz", "/startup"], Ready = ["/readyz", "/ready", "/readiness"];

    /// <summary>Whether a path is one of theirs.</summary>
    public static bool Has(string? path) => path != null && (Live.Contains(path) || Started.Contains(path) || Ready.Contains(path));

    public static void Map(WebApplication app, HealthMonitor monitor)
    {
        foreach (var path in Live) app.MapGet(path, static (HttpContext http) => AnswerAsync(http, true, static json => json.WriteString("status", "ok")));
        foreach (var path in Started) app.MapGet(path, http => StartedAsync(http, monitor.Report()));
        foreach (var path in Ready) app.MapGet(path, http => ReadyAsync(http, monitor.Report()));
    }

    private static Task StartedAsync(HttpContext http, HealthReport report) => AnswerAsync(http, report.IsStarted, json =>
    {
        json.WriteString("status", report.IsStarted ? "started" : "starting");
        json.WriteString("engine", report.Engine);
        json.WriteString("state", SnakeCase.Of(report.State));
        if (!report.IsStarted) Write(json, ["stages are loading their models and opening their connections"]);
    });

    private static Task ReadyAsync(HttpContext http, HealthReport report) => AnswerAsync(http, report.IsReady, json =>
    {
        json.WriteString("status", report.IsReady ? "ready" : "not_ready");
        json.WriteString("engine", report.Engine);
        json.WriteString("state", SnakeCase.Of(report.State));
        Write(json, report.Reasons);
        json.WriteStartArray("sources");
        foreach (var source in report.Sources) Write(json, source);
        json.WriteEndArray();
        json.WriteStartArray("sinks");
        foreach (var sink in report.Sinks) Write(json, sink);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, IEnumerable<string> reasons)
    {
        json.WriteStartArray("reasons");
        foreach (var reason in reasons) json.WriteStringValue(reason);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SourceHealth source)
    {
        json.WriteStartObject();
        json.WriteString("id", source.Id);
        json.WriteString("state", SnakeCase.Of(source.Status.State));
        if (source.Status.Since is { } since) json.WriteString("since", since);
        json.WriteBoolean("ready", source.Reason == null);
        if (source.Reason is { } reason) json.WriteString("reason", reason);
        if (source.Status.Reason != FaultReason.None)
        {
            json.WriteString("last_fault", SnakeCase.Of(source.Status.Reason));
            json.WriteString("side", SnakeCase.Of(source.Status.Side));
        }

        if (source.Status.LastError is { } error) json.WriteString("last_error", error);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SinkHealth sink)
    {
        json.WriteStartObject();
        json.WriteString("id", sink.Id);
        json.WriteBoolean("ready", sink.Reason == null);
        if (sink.Reason is { } reason) json.WriteString("reason", reason);
        json.WriteNumber("accepted", sink.Counts.Accepted);
        json.WriteNumber("acknowledged", sink.Counts.Acknowledged);
        json.WriteNumber("pending", sink.Pending);
        json.WriteNumber("spooled", sink.Counts.Spooled);
        if (sink.Counts.SpoolBytes is { } bytes) json.WriteNumber("spool_bytes", bytes);
        if (sink.Counts.SpoolOldest is { } oldest) json.WriteNumber("spool_oldest_seconds", Math.Round(oldest.TotalSeconds, 1));
        if (sink.Counts.Dropped is { } dropped) json.WriteNumber("dropped", dropped);
        json.WriteEndObject();
    }

    private static Task AnswerAsync(HttpContext http, bool isGood, Action<Utf8JsonWriter> write)
        => JsonAnswer.WriteAsync(http, isGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });
}
