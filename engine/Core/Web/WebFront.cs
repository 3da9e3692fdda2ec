using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Web;

/// <summary>
/// The engine's one server: <c>/metrics</c> for Prometheus; <c>/healthz</c> (the process answers), <c>/startupz</c> (stages have started) and
/// <c>/readyz</c> (frames get through and sinks are acknowledged; 503 with reasons when not), each also under its other usual names; and,
/// where it was given them, the page at <c>/</c>, the control of sources under <c>/v1/sources</c>, and the paths of stages. It knows no users:
/// with these it listens on the loopback address only.
/// </summary>
public sealed class WebFront : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);
    private readonly WebApplication _app;
    private readonly HealthMonitor _health;

    private WebFront(WebApplication app, HealthMonitor health) => (_app, _health) = (app, health);

    /// <summary>Where it listens; with the port that was chosen when none was given.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts to serve.</summary>
    /// <param name="address">Address and port, such as <c>127.0.0.1:8088</c> or <c>localhost:8088</c>; port 0 takes a free one. Metrics and probes alone may be served on any address.</param>
    /// <param name="parts">What it serves.</param>
    /// <param name="stop">Gives up the start.</param>
    /// <exception cref="ArgumentException">It is no address with a port, or no loopback address where sources can be changed.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WebFront> StartAsync(string address, WebFrontParts parts, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var endpoint = parts is { Control: null, Routes: null } ? ListenAddress.Parse(address) : LoopbackAddress.Parse(address);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // A live picture never ends by itself: the end of the engine must not wait for who watches it.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static host => host.ShutdownTimeout = StopLimit);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = SourceApi.MostBodyBytes;
            kestrel.Listen(endpoint);
        });
        var app = builder.Build();
        var health = new HealthMonitor(parts.Snapshot, TimeProvider.System);
        try
        {
            Map(app, parts, health);
            await app.StartAsync(stop);
        }
        catch
        {
            health.Dispose();
            await app.DisposeAsync();
            throw;
        }

        return new(app, health);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _health.Dispose();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app, WebFrontParts parts, HealthMonitor health)
    {
        var (snapshot, control, routes) = (parts.Snapshot, parts.Control, parts.Routes);
        app.MapGet("/metrics", () => Results.Text(PrometheusExporter.Write(snapshot()), PrometheusExporter.ContentType));
        HealthApi.Map(app, health);
        if (control != null)
        {
            app.MapGet("/", (HttpContext http) => IndexPage.Answer(http));
            new SourceApi(control, snapshot, routes).Map(app);
        }

        if (control == null && routes == null) return;
        app.Use((http, next) => RequestGuard.RefusalOf(http.Request) is { } refusal ? SourceApi.RefuseAsync(http, StatusCodes.Status403Forbidden, refusal) : next(http));
        if (routes == null) return;
        // Names with dots too, such as a playlist's: the usual fallback leaves those out.
        app.MapFallback("{*path}", (HttpContext http) =>
        {
            if (!routes.TryFind(http.Request.Path, out var handler, out var rest))
                return SourceApi.RefuseAsync(http, StatusCodes.Status404NotFound, $"nothing is served at {http.Request.Path}");
            http.Request.PathBase = http.Request.PathBase.Add(http.Request.Path.Value![..^rest.Value!.Length]);
            http.Request.Path = rest;
            return handler(http);
        });
    }
}
