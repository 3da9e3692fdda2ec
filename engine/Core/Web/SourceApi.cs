using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Web;

/// <summary>The control endpoint: sources under <c>/v1/sources</c>. Described in docs/control.md.</summary>
/// <param name="control">Changes them.</param>
/// <param name="snapshot">Reads their counters.</param>
/// <param name="routes">The paths of stages, to be listed; null for none.</param>
internal sealed class SourceApi(SourceControl control, Func<EngineSnapshot> snapshot, WebRoutes? routes)
{
    /// <summary>Far more than a source needs.</summary>
    public const int MostBodyBytes = 64 << 10;

    private const string Path = "/v1/sources", OnePath = Path + "/{id}";
    private readonly RateMeter _rates = new(TimeProvider.System);

    public void Map(WebApplication app)
    {
        app.MapGet(Path, (HttpContext http) => JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, WriteAll));
        app.MapGet(OnePath, (HttpContext http, string id) => DoAsync(http, () => AnswerOneAsync(http, StatusCodes.Status200OK, id, [])));
        app.MapPost(Path, (HttpContext http) => DoAsync(http, async () =>
        {
            var (id, warnings) = await control.AddAsync(await BodyAsync(http), http.RequestAborted);
            http.Response.Headers.Location = $"{Path}/{Uri.EscapeDataString(id)}";
            await AnswerOneAsync(http, StatusCodes.Status201Created, id, warnings);
        }));
        app.MapPut(OnePath, (HttpContext http, string id) => DoAsync(http, async () =>
            await AnswerOneAsync(http, StatusCodes.Status200OK, id, await control.ReplaceAsync(id, await BodyAsync(http), http.RequestAborted))));
        app.MapDelete(OnePath, (HttpContext http, string id) => DoAsync(http, async () =>
        {
            var (account, warnings) = await control.RemoveAsync(id);
            await JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, json => WriteOne(json, account, null, warnings));
        }));
        app.MapPost(OnePath + "/pause", (HttpContext http, string id) => DoAsync(http, async () =>
        {
            await control.PauseAsync(id);
            await AnswerOneAsync(http, StatusCodes.Status200OK, id, []);
        }));
        app.MapPost(OnePath + "/resume", (HttpContext http, string id) => DoAsync(http, () =>
        {
            control.Resume(id);
            return AnswerOneAsync(http, StatusCodes.Status200OK, id, []);
        }));
    }

    /// <summary>Answers with an error.</summary>
    public static Task RefuseAsync(HttpContext http, int status, string message) => RefuseAsync(http, status, [(null, message)]);

    private static Task RefuseAsync(HttpContext http, int status, IEnumerable<(TextLocation? At, string Message)> errors)
        => JsonAnswer.WriteAsync(http, status, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("errors");
            foreach (var (at, message) in errors)
            {
                json.WriteStartObject();
                if (at is { Line: > 0 } place)
                {
                    json.WriteString("at", place.ToString());
                    json.WriteNumber("line", place.Line);
                    json.WriteNumber("column", place.Column);
                }

                json.WriteString("message", Secrets.MaskUris(message));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static async Task DoAsync(HttpContext http, Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (ConfigException fault)
        {
            await RefuseAsync(http, StatusCodes.Status422UnprocessableEntity, fault.Errors.Select(static e => ((TextLocation?)e.At, e.Message)));
        }
        catch (SourceChangeException fault)
        {
            await RefuseAsync(http, StatusOf(fault.Fault), fault.Message);
        }
        catch (BadHttpRequestException fault)
        {
            await RefuseAsync(http, fault.StatusCode, fault.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"the body is larger than {MostBodyBytes} bytes, which no source is" : fault.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception fault)
        {
            await RefuseAsync(http, StatusCodes.Status500InternalServerError, fault.Message);
        }
    }

    private static int StatusOf(SourceChangeFault fault) => fault switch
    {
        SourceChangeFault.NotFound => StatusCodes.Status404NotFound,
        SourceChangeFault.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    // The server refuses what is longer than the limit while it is read.
    private static async Task<string> BodyAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false));
        return await reader.ReadToEndAsync(http.RequestAborted);
    }

    private Task AnswerOneAsync(HttpContext http, int status, string id, IReadOnlyList<string> warnings)
    {
        var now = snapshot();
        var source = now.Sources.FirstOrDefault(s => s.Id == id) ?? throw new SourceChangeException(SourceChangeFault.NotFound,
            $"there is no source '{id}'{Nearest.Hint(id, now.Sources.Select(static s => s.Id), "sources are")}");
        return JsonAnswer.WriteAsync(http, status, json => WriteOne(json, source, RatesOf(now).TryGetValue(id, out var fps) ? fps : null, warnings));
    }

    private static void WriteOne(Utf8JsonWriter json, SourceSnapshot source, double? fps, IReadOnlyList<string> warnings)
    {
        json.WriteStartObject();
        json.WritePropertyName("source");
        SourceJson.Write(json, source, fps);
        json.WriteStartArray("warnings");
        foreach (var warning in warnings) json.WriteStringValue(Secrets.MaskUris(warning));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteAll(Utf8JsonWriter json)
    {
        var now = snapshot();
        var rates = RatesOf(now);
        json.WriteStartObject();
        json.WriteString("engine", now.Engine);
        json.WriteString("state", SnakeCase.Of(now.State));
        json.WriteNumber("running_seconds", Math.Round(now.Running.TotalSeconds, 1));
        json.WriteStartArray("sources");
        foreach (var source in now.Sources) SourceJson.Write(json, source, rates.TryGetValue(source.Id, out var fps) ? fps : null);
        json.WriteEndArray();
        json.WritePropertyName("removed");
        SourceJson.Write(json, now.Removed);
        json.WriteStartArray("served");
        foreach (var path in routes?.Paths ?? []) json.WriteStringValue(path);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IReadOnlyDictionary<string, double> RatesOf(EngineSnapshot now) => _rates.Read(now.Sources.Select(static s => (s.Id, s.Arrived)));
}
