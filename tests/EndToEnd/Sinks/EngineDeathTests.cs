using System.Diagnostics;
using Sluice.Core.Scene;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Store;
using Sluice.EndToEnd.Tests.Program;

namespace Sluice.Tests.Sinks;

/// <summary>The whole program, killed in the middle: what counted as published is in the store, once.</summary>
public sealed class EngineDeathTests : IDisposable
{
    private const int Kills = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-death-");

    public void Dispose() => _folder.Delete(true);

    [ServerFact("libchdb.so")]
    public async Task Run_KilledInTheMiddleAndRunAgain_EveryFrameIsThereOnce()
    {
        // Long enough that a source which reads it again and again does not open its decoder too often.
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(20) }, Path.Combine(_folder.FullName, "clip.mp4"));
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, """
            version: 1
            engine: { name: box, spool: { path: spool } }
            sources:
              - { id: a, uri: clip.mp4, pace: fast, loop: true }
              - { id: b, uri: clip.mp4, pace: fast, loop: true }
            stages:
              - { id: some, use: sample, from: "*", fps: 500 }
              - { id: store, use: clickhouse, from: some, url: "embedded:store", frames: each, batch_rows: 500, batch_age: 50ms, in_flight: 3 }
            """);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var engine = SluiceProgram.Start(["run", graph]);
            var (output, error) = (engine.StandardOutput.ReadToEndAsync(), engine.StandardError.ReadToEndAsync());
            // Of each run: what an earlier one left in the spool comes first.
            await UntilAsync(engine, async () => await RunsWithAsync(1000) > kill);
            engine.Kill();
            await engine.WaitForExitAsync();
            await Task.WhenAll(output, error);
        }

        var (exit, _, said) = await SluiceProgram.RunAsync(["run", graph, "--for", "1s"]);
        Assert.True(exit == 0, said);
        Assert.Contains("that an earlier run had accepted", said, StringComparison.Ordinal);
        // A gap is a frame that was published and is not there; frames are counted from 0 in each run.
        Assert.Equal("1\t0\t0\n", await AskAsync(
            $"SELECT uniqExact(run) >= {Kills}, countIf(n != different), countIf(n != last + 1) FROM "
            + "(SELECT run, source, count() AS n, uniqExact(frame) AS different, max(frame) AS last FROM frame_log GROUP BY run, source)"));
        Assert.Equal("1\n", await AskAsync("SELECT (SELECT sum(frames) FROM frames) = (SELECT sum(frames) FROM frames_per_hour)"));
    }

    [ServerFact("libchdb.so")]
    public async Task Run_KilledWhileItsServerWasNeverThere_EveryRowArrivesOnceAfterwards()
    {
        const int Frames = 50;
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(2) }, Path.Combine(_folder.FullName, "clip.mp4"));
        var (port, metrics) = (FreePort.Take(), $"127.0.0.1:{FreePort.Take()}");
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            engine: { name: box, spool: { path: spool }, metrics: "{{metrics}}" }
            sources: [{ id: a, uri: clip.mp4, pace: fast }]
            stages: [{ id: store, use: clickhouse, from: a, url: "http://127.0.0.1:{{port}}", frames: each, flush_timeout: 2m }]
            """);
        using (var engine = SluiceProgram.Start(["run", graph]))
        {
            var (output, error) = (engine.StandardOutput.ReadToEndAsync(), engine.StandardError.ReadToEndAsync());
            using var http = new HttpClient();
            await UntilAsync(engine, async () => (await http.GetStringAsync($"http://{metrics}/metrics")).Contains($"sluice_frames_total{{source=\"a\",outcome=\"published\"}} {Frames}\n", StringComparison.Ordinal));
            engine.Kill();
            await engine.WaitForExitAsync();
            await Task.WhenAll(output, error);
        }

        using var stop = new CancellationTokenSource();
        var serving = Task.Run(() => StoreServer.RunAsync(Store, $"127.0.0.1:{port}", TextWriter.Null, null, stop.Token));
        var (exit, _, said) = await SluiceProgram.RunAsync(["run", graph]);
        Assert.True(exit == 0, said);
        Assert.Equal($"2\t{2 * Frames}\t{2 * Frames}\n", await AskAsync("SELECT uniqExact(run), count(), uniqExact(run, frame) FROM frame_log", mayStart: false));
        await stop.CancelAsync();
        await serving;
    }

    private string Store => Path.Combine(_folder.FullName, "store");

    /// <summary>Runs of which so many frames are stored.</summary>
    private async Task<int> RunsWithAsync(int frames) => int.Parse(
        await AskAsync($"SELECT count() FROM (SELECT run FROM frame_log GROUP BY run HAVING count() >= {frames})", mayStart: false), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task UntilAsync(Process engine, Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Assert.False(engine.HasExited, "the engine ended");
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                if (await condition()) return;
            }
            catch (Exception fault) when (fault is HttpRequestException or ClickHouseException)
            {
                // Not up yet.
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<string> AskAsync(string sql, bool mayStart = true)
    {
        var found = Directory.Exists(Store) ? await StoreAddress.FindAsync(Store, default) : null;
        if (found == null && !mayStart) return "0";
        await using var own = found == null ? await EmbeddedStore.StartAsync(Store, null, default) : null;
        using var client = new ClickHouseClient(new(found ?? own!.Url, "", "", ""), "", TimeSpan.FromSeconds(30));
        return await client.ExecuteAsync(sql, default);
    }
}
