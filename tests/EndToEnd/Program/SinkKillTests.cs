using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Scene;
using Sluice.EndToEnd.Tests.Inputs;
using Sluice.Tests;
using Sluice.Tests.Sinks;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>The program killed while its sinks have work that waits, and started again.</summary>
public sealed class SinkKillTests : IDisposable
{
    private const int Frames = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Dictionary<string, string> Keys = new() { ["S3_KEY"] = "S3RVER", ["S3_SECRET"] = "S3RVER" };
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ServerFact("s3rver")]
    public async Task Run_KilledWhileUploading_UploadsEachFileOnceAfterARestart()
    {
        await using var server = new S3ServerFixture();
        await WriteGraphAsync(server, """
              - { id: shots, use: images, from: cam, to: shots }
              - { id: up, use: s3, from: shots, bucket: shots, endpoint: "ENDPOINT", access_key: "${S3_KEY}", secret_key: "${S3_SECRET}", key: "{source}/{name}", in_flight: 1, flush_timeout: 2m }
            """);
        using (var first = SluiceProgram.Start(["run", Graph], Keys))
        {
            var (output, error) = (first.StandardOutput.ReadToEndAsync(), first.StandardError.ReadToEndAsync());
            // The server is away, so all of it waits in the spool.
            await UntilAsync(() => Directory.Exists(Shots) && FilesOf("*.jpg").Count == Frames, first);
            await server.StartAsync();
            await UntilAsync(async () => (await server.KeysAsync()).Count > 3, first);
            first.Kill();
            await first.WaitForExitAsync();
            await Task.WhenAll(output, error);
        }

        // This server keeps what came of an upload that was cut off, often nothing: once it has let go of it, that is what the next run finds.
        await server.QuietAsync();
        await server.KillAsync();
        await server.StartAsync();
        var (exit, said, problem) = await SluiceProgram.RunAsync(["run", Graph, "--json"], Keys);
        Assert.True(exit == 0, problem);
        // An end of the run that comes before the last upload looks like a picture lost behind its sidecar.
        Assert.DoesNotContain("items wait in the spool", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Refused", problem, StringComparison.Ordinal);
        var files = FilesOf("*.j*");
        Assert.Equal(2 * 2 * Frames, files.Count);
        Assert.Equal(files, await server.KeysAsync());
        using var report = JsonDocument.Parse(said);
        var up = report.RootElement.GetProperty("sinks").GetProperty("up");
        Assert.True(up.GetProperty("accepted").GetInt64() >= Frames, said);
        Assert.Equal(up.GetProperty("accepted").GetInt64(), up.GetProperty("acknowledged").GetInt64());
        Assert.DoesNotContain("S3RVER", problem, StringComparison.Ordinal);
    }

    [ServerFact("s3rver")]
    public async Task Run_KeyframesAndClips_AreInTheBucketWithTheirSidecars()
    {
        await using var server = new S3ServerFixture();
        await server.StartAsync();
        await WriteGraphAsync(server, """
              - { id: pick, use: keyframes, from: cam, budget: 3 }
              - { id: shots, use: images, from: pick, to: shots, name: "{source}/{frame}" }
              - { id: cuts, use: clip, from: pick, to: cuts, on: [keyframes], pre: 0s, post: 1s }
              - { id: up, use: s3, from: [shots, cuts], bucket: shots, endpoint: "ENDPOINT", access_key: "${S3_KEY}", secret_key: "${S3_SECRET}", key: "{engine}/{source}/{frame}", delete_after: true }
              - { id: chosen, use: jsonl, from: up, to: chosen.jsonl }
            """);
        var (exit, _, problem) = await SluiceProgram.RunAsync(["run", Graph, "--json"], Keys);
        Assert.True(exit == 0, problem);
        var keys = await server.KeysAsync();
        var clips = keys.Where(static key => key.EndsWith(".mp4", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(clips);
        Assert.All(clips, clip => Assert.Contains(clip + ".json", keys));
        Assert.Equal(3, keys.Count(static key => key.EndsWith(".jpg", StringComparison.Ordinal)));
        Assert.Equal(2 * (3 + clips.Length), keys.Count);
        Assert.DoesNotContain("Refused", problem, StringComparison.Ordinal);
        Assert.All(keys, static key => Assert.StartsWith("box/cam/", key, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(Shots, "*", SearchOption.AllDirectories));
        var uris = (await File.ReadAllLinesAsync(Path.Combine(_folder, "chosen.jsonl"))).Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static line => line.TryGetProperty("uri", out var uri) ? uri.GetString() : null).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(keys.Where(static key => key.EndsWith(".jpg", StringComparison.Ordinal)).Select(static key => $"s3://shots/{key}"), uris);
    }

    [Fact]
    public async Task Run_KilledWhileAWebhookIsAway_PostsEachMessageOnceAfterARestart()
    {
        const int Chosen = 10;
        var delivered = new ConcurrentQueue<string>();
        var isAway = true;
        await using var receiver = await FileServer.StartAsync(app => app.MapPost("/hook", (HttpContext context) =>
        {
            if (isAway && delivered.Count == 3) return Results.StatusCode(503);
            delivered.Enqueue(context.Request.Headers["Idempotency-Key"].ToString());
            return Results.Ok();
        }));
        var metrics = $"127.0.0.1:{FreePort.Take()}";
        await WriteGraphAsync($$"""
              - { id: pick, use: keyframes, from: cam, budget: {{Chosen}} }
              - { id: tell, use: webhook, from: pick, url: "{{receiver.Url}}/hook", "on": [keyframes], cooldown: 0s, flush_timeout: 25s }
            """, $", metrics: {metrics}");
        using (var first = SluiceProgram.Start(["run", Graph]))
        {
            var (output, error) = (first.StandardOutput.ReadToEndAsync(), first.StandardError.ReadToEndAsync());
            using var http = new HttpClient();
            await UntilAsync(async () => await SpooledAsync(http, metrics) == Chosen - 3, first);
            first.Kill();
            await first.WaitForExitAsync();
            await Task.WhenAll(output, error);
        }

        isAway = false;
        var (exit, _, problem) = await SluiceProgram.RunAsync(["run", Graph]);
        Assert.True(exit == 0, problem);
        Assert.Equal(2 * Chosen, delivered.Count);
        Assert.Equal(2 * Chosen, delivered.Distinct().Count());
    }

    private string Graph => Path.Combine(_folder, "graph.yaml");

    private static async Task<long?> SpooledAsync(HttpClient http, string metrics)
    {
        try
        {
            var lines = (await http.GetStringAsync($"http://{metrics}/metrics")).Split('\n');
            var line = lines.FirstOrDefault(static one => one.StartsWith("sluice_sink_spooled_rows{", StringComparison.Ordinal));
            // Before the third was delivered there may be as few.
            var accepted = lines.FirstOrDefault(static one => one.StartsWith("sluice_sink_rows_total{", StringComparison.Ordinal) && one.Contains("accepted", StringComparison.Ordinal));
            return line == null || accepted?.Split(' ')[1] != "10" ? null : long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private string Shots => Path.Combine(_folder, "shots");

    private Task WriteGraphAsync(S3ServerFixture server, string stages)
        => WriteGraphAsync(stages.Replace("ENDPOINT", $"http://127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal), "");

    private async Task WriteGraphAsync(string stages, string engine)
    {
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(2) }, Path.Combine(_folder, "clip.mp4"));
        await File.WriteAllTextAsync(Graph, $$"""
            version: 1
            engine: { name: box, spool: { path: spool }{{engine}} }
            sources: [{ id: cam, uri: clip.mp4, pace: fast }]
            stages:
            {{stages}}
            """);
    }

    private List<string> FilesOf(string pattern)
        => [.. Directory.EnumerateFiles(Shots, pattern, SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Shots, path)).Order(StringComparer.Ordinal)];

    private static Task UntilAsync(Func<bool> condition, Process program) => UntilAsync(() => Task.FromResult(condition()), program);

    private static async Task UntilAsync(Func<Task<bool>> condition, Process program)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.False(program.HasExited, "The program ended too early.");
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "It took too long.");
            await Task.Delay(5);
        }
    }
}
