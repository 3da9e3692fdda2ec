using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sluice.Core.Scene;
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
              - { id: up, use: s3, from: shots, bucket: shots, endpoint: "ENDPOINT", access_key: "${S3_KEY}", secret_key: "${S3_SECRET}", key: "{source}/{name}", in_flight: 1, flush_timeout: 25s }
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

        var (exit, said, problem) = await SluiceProgram.RunAsync(["run", Graph, "--json"], Keys);
        Assert.True(exit == 0, problem);
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
        Assert.Equal(3, keys.Count(static key => key.EndsWith(".jpg", StringComparison.Ordinal)));
        Assert.Contains(keys, static key => key.EndsWith(".mp4", StringComparison.Ordinal));
        Assert.All(keys, static key => Assert.StartsWith("box/cam/", key, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFiles(Shots, "*", SearchOption.AllDirectories));
        var uris = (await File.ReadAllLinesAsync(Path.Combine(_folder, "chosen.jsonl"))).Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static line => line.TryGetProperty("uri", out var uri) ? uri.GetString() : null).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(keys.Where(static key => key.EndsWith(".jpg", StringComparison.Ordinal)).Select(static key => $"s3://shots/{key}"), uris);
    }

    private string Graph => Path.Combine(_folder, "graph.yaml");

    private string Shots => Path.Combine(_folder, "shots");

    private async Task WriteGraphAsync(S3ServerFixture server, string stages)
    {
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(2) }, Path.Combine(_folder, "clip.mp4"));
        await File.WriteAllTextAsync(Graph, $$"""
            version: 1
            engine: { name: box, spool: { path: spool } }
            sources: [{ id: cam, uri: clip.mp4, pace: fast }]
            stages:
            {{stages.Replace("ENDPOINT", $"http://127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal)}}
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
