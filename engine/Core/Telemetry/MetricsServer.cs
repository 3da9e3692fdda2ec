using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>
/// Serves <c>/metrics</c> to Prometheus, <c>/healthz</c> (the process answers) and <c>/readyz</c> (frames get through; 503 with reasons
/// when not), each also under its other usual name: <c>/live</c> and <c>/ready</c>. On the loopback address only: it has no access control.
/// </summary>
public sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MetricsServer(WebApplication app) => _app = app;

    /// <summary>Where it listens; with the port that was chosen when none was given.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts to serve.</summary>
    /// <param name="address">Loopback address and port, such as <c>127.0.0.1:9464</c> or <c>localhost:9464</c>; port 0 takes a free one.</param>
    /// <param name="snapshot">Reads the engine's counters.</param>
    /// <param name="stop">Gives up the start.</param>
    /// <exception cref="ArgumentException">The address is no loopback address with a port.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<MetricsServer> StartAsync(string address, Func<EngineSnapshot> snapshot, CancellationToken stop)
    {
        var endpoint = Parse(address);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(endpoint));
        var app = builder.Build();
        app.MapGet("/metrics", () => Results.Text(PrometheusExporter.Write(snapshot()), PrometheusExporter.ContentType));
        foreach (var path in new[] { "/healthz", "/live" }) app.MapGet(path, () => Results.Text("ok\n"));
        foreach (var path in new[] { "/readyz", "/ready" }) app.MapGet(path, () => Ready(snapshot()));
        try
        {
            await app.StartAsync(stop);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static IPEndPoint Parse(string address)
    {
        var numeric = address.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + address[9..] : address;
        // Without a port the parser would answer 0, which asks for any.
        if (numeric.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(numeric, out var endpoint)
            && IPAddress.IsLoopback(endpoint.Address)) return endpoint;
        throw new ArgumentException($"'{address}' is no loopback address with a port; 127.0.0.1:9464 would be one.", nameof(address));
    }

    private static IResult Ready(EngineSnapshot snapshot)
    {
        var readiness = Readiness.Of(snapshot);
        var lines = readiness.IsReady ? ["ready"] : readiness.Reasons;
        var sources = snapshot.Sources.Select(static s => $"source {s.Id}: {SnakeCase.Of(s.Status.State)}{Readiness.Why(s.Status)}");
        return Results.Text(string.Join('\n', lines.Concat(sources)) + "\n",
            statusCode: readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
