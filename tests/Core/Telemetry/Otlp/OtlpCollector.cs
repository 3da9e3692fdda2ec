using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Tests.Telemetry.Otlp;

/// <summary>
/// An OpenTelemetry collector over HTTP and protobuf that keeps what it is sent
/// (https://github.com/open-telemetry/opentelemetry-proto, messages ExportMetricsServiceRequest and ExportTraceServiceRequest).
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    /// <summary>The base address.</summary>
    public string Url => _app.Urls.First();

    /// <summary>The points of each request, oldest first.</summary>
    public ConcurrentQueue<IReadOnlyList<OtlpPoint>> Metrics { get; } = new();

    /// <summary>All spans.</summary>
    public ConcurrentQueue<OtlpSpan> Spans { get; } = new();

    /// <summary>Tags of the resource of the last request.</summary>
    public string Resource { get; private set; } = "";

    /// <summary>The last request's header <c>Authorization</c>.</summary>
    public string Authorization { get; private set; } = "";

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new OtlpCollector(app);
        app.MapPost("/v1/metrics", http => collector.TakeAsync(http, message => collector.Metrics.Enqueue([.. message.All(1).SelectMany(PointsOf)])));
        app.MapPost("/v1/traces", http => collector.TakeAsync(http, message =>
        {
            foreach (var span in message.All(1).SelectMany(static r => r.All(2)).SelectMany(static s => s.All(2))) collector.Spans.Enqueue(SpanOf(span));
        }));
        await app.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, Action<ProtoFields> keep)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Assert.Equal("application/x-protobuf", http.Request.ContentType);
        http.Response.StatusCode = Status;
        if (Status != 200) return;
        var message = new ProtoFields(body.ToArray());
        Authorization = http.Request.Headers.Authorization.ToString();
        Resource = TextOf(message.All(1).First().All(1).First(), 1);
        keep(message);
        http.Response.ContentType = "application/x-protobuf";
    }

    private static IEnumerable<OtlpPoint> PointsOf(ProtoFields resource)
    {
        foreach (var metric in resource.All(2).SelectMany(static scope => scope.All(2)))
        {
            var name = metric.Text(1);
            foreach (var kind in metric.All(5).Concat(metric.All(7)))
                foreach (var point in kind.All(1)) yield return new(name, TextOf(point, 7), point.Has(4) ? point.Real(4) : point.Number(6)) { IsCumulative = kind.Number(2) == 2 };
            foreach (var histogram in metric.All(9))
                foreach (var point in histogram.All(1))
                    yield return new(name, TextOf(point, 9), point.Number(4)) { Sum = point.Real(5), Buckets = point.Fixed(6), IsCumulative = histogram.Number(2) == 2 };
        }
    }

    private static OtlpSpan SpanOf(ProtoFields span) => new(Hex(span, 1), Hex(span, 2), Hex(span, 4), span.Text(5), span.Number(7), span.Number(8),
        span.All(9).ToDictionary(static t => t.Text(1), static t => ValueOf(t.All(2).First())))
    {
        Status = (int)(span.All(15).FirstOrDefault()?.Number(3) ?? 0),
    };

    private static string Hex(ProtoFields fields, int number) => Convert.ToHexStringLower(fields.Bytes(number).Span);

    private static string TextOf(ProtoFields fields, int number) => string.Join(',', fields.All(number).Select(static t => $"{t.Text(1)}={ValueOf(t.All(2).First())}").Order());

    private static string ValueOf(ProtoFields value)
        => value.Has(1) ? value.Text(1) : value.Has(4) ? value.Real(4).ToString(System.Globalization.CultureInfo.InvariantCulture) : value.Number(3).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
