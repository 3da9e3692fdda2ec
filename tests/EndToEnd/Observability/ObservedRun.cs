using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sluice.EndToEnd.Tests.Program;
using Sluice.Tests;
using Sluice.Tests.Sinks;

namespace Sluice.EndToEnd.Tests.Observability;

/// <summary>
/// A real run of the program, two cameras of the scene with model, tracks, zones, keyframes and embedded store, and a real Prometheus that
/// scrapes it by the shipped configuration. Started by the first test that asks.
/// </summary>
public sealed class ObservedRun : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-observed");
    private readonly int _port = FreePort.Take();
    private readonly int _prometheusPort = FreePort.Take();
    private Process? _program;
    private Task<string>? _errors;
    private ServerProcess? _prometheus;
    private Task? _ready;

    /// <summary>The engine's web front.</summary>
    public HttpClient Engine { get; private set; } = null!;

    /// <summary>What Prometheus calls the engine.</summary>
    public string Instance => $"127.0.0.1:{_port}";

    private string StoreFolder => Path.Combine(_folder.FullName, "store");

    private HttpClient Prometheus { get; } = new();

    private HttpClient Store { get; } = new();

    /// <summary>Starts everything, once, and waits until objects and keyframes are stored and Prometheus has some scrapes.</summary>
    public Task StartAsync() => _ready ??= StartAllAsync();

    /// <summary>Asks Prometheus at this moment.</summary>
    /// <returns>The answer, an object with <c>status</c> and <c>data</c> or <c>error</c>.</returns>
    public async Task<JsonElement> AskPrometheusAsync(string expression)
    {
        using var form = new FormUrlEncodedContent([new("query", expression)]);
        using var answer = await Prometheus.PostAsync("api/v1/query", form);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    /// <summary>Asks the embedded store as a data source does that may only read.</summary>
    /// <returns>Rows and an error, one of which is null.</returns>
    public async Task<(int? Rows, string? Error)> AskStoreAsync(string sql)
    {
        using var answer = await Store.GetAsync($"?query={Uri.EscapeDataString(sql + " FORMAT JSON")}");
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) return (null, text);
        using var json = JsonDocument.Parse(text);
        return (json.RootElement.GetProperty("rows").GetInt32(), null);
    }

    /// <summary>The bytes of a store's answer, in whatever format the statement asks for.</summary>
    public Task<byte[]> ReadStoreAsync(string sql) => Store.GetByteArrayAsync($"?query={Uri.EscapeDataString(sql)}");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_prometheus != null) await _prometheus.DisposeAsync();
        if (_program != null)
        {
            using (Process.Start("kill", ["-INT", _program.Id.ToString(CultureInfo.InvariantCulture)])) await _program.WaitForExitAsync().WaitAsync(Patience);
            await _errors!;
            _program.Dispose();
        }

        Engine?.Dispose();
        Prometheus.Dispose();
        Store.Dispose();
        _folder.Delete(true);
    }

    private async Task StartAllAsync()
    {
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            engine: { name: observed, http: "{{Instance}}" }
            sources:
              - { id: crossing, uri: "scene:crossing?seed=3&duration=2s&size=640x360&density=2", pace: realtime, loop: true }
              - { id: overpass, uri: "scene:overpass?seed=3&duration=2s&size=640x360&density=2", pace: realtime, loop: true }
            models: [{ id: traffic, path: "{{Repository.Root}}/models/demo" }]
            stages:
              - { id: sample, use: sample, from: "*", fps: 5 }
              - { id: detect, use: detect, from: sample, model: traffic, score: 0.4, batch: { size: 2, max_delay: 20ms } }
              - { id: track, use: track, from: detect }
              - id: watch
                use: analytics
                from: track
                zones: [{ name: all, points: [[0, 0], [1, 0], [1, 1], [0, 1]] }]
              - { id: pick, use: keyframes, from: watch, budget: 1/s }
              - { id: store, use: clickhouse, from: [watch, pick], url: "embedded:{{StoreFolder}}", batch_age: 500ms }
            """);
        _program = SluiceProgram.Start(["run", graph], new Dictionary<string, string> { ["SLUICE_SCENES"] = Path.Combine(_folder.FullName, "scenes") });
        _ = _program.StandardOutput.ReadToEndAsync();
        _errors = _program.StandardError.ReadToEndAsync();
        Engine = new() { BaseAddress = new($"http://{Instance}/") };
        await UntilAsync("the engine to have started", async () => (await Engine.GetAsync("startupz")).IsSuccessStatusCode);
        StartPrometheus();
        Store.BaseAddress = new(await File.ReadAllTextAsync(Path.Combine(StoreFolder, "sluice-listening")));
        foreach (var table in new[] { "objects", "keyframes", "events", "frames" })
            await UntilAsync($"a row in {table}", async () => (await AskStoreAsync($"SELECT 1 FROM {table} LIMIT 1")).Rows > 0);
        await UntilAsync("five scrapes of both sources", async () => (await AskPrometheusAsync("min_over_time(sluice_frames_arrived_total[1m]) > 0 and count_over_time(sluice_frames_arrived_total[1m]) > 5"))
            .GetProperty("data").GetProperty("result").GetArrayLength() == 2);
        await UntilAsync("headroom", async () => (await AskPrometheusAsync("sluice_headroom_ratio")).GetProperty("data").GetProperty("result").GetArrayLength() > 0);
    }

    private void StartPrometheus()
    {
        // The shipped files, scraped faster and at this port.
        var shipped = Path.Combine(Repository.Root, "config", "prometheus");
        var config = File.ReadAllText(Path.Combine(shipped, "prometheus.yml")).Replace("127.0.0.1:9464\"]", $"{Instance}\"]", StringComparison.Ordinal)
            .Replace("scrape_interval: 5s", "scrape_interval: 500ms", StringComparison.Ordinal).Replace("evaluation_interval: 15s", "evaluation_interval: 1s", StringComparison.Ordinal);
        Assert.Contains(Instance, config, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder.FullName, "prometheus.yml"), config);
        File.Copy(Path.Combine(shipped, "rules.yml"), Path.Combine(_folder.FullName, "rules.yml"));
        _prometheus = ServerProcess.Start("prometheus", _folder.FullName, "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", $"--web.listen-address=127.0.0.1:{_prometheusPort}");
        Prometheus.BaseAddress = new($"http://127.0.0.1:{_prometheusPort}/");
    }

    private async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await condition()) return;
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            if (_program!.HasExited) Assert.Fail(await _errors!);
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"waited in vain for {what}");
            await Task.Delay(100);
        }
    }
}
