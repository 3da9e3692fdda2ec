using System.Text.Json;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>The shipped demo graph, on shorter clips: every stage, the embedded store and the message server included.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-demo");

    [Fact]
    public async Task Run_DemoGraph_AddsUpEverywhere()
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(Arguments("--json"), Scenes);
        Assert.True(exit == 0, error);
        using var sums = JsonDocument.Parse(output);
        var root = sums.RootElement;
        var published = 0L;
        foreach (var source in root.GetProperty("sources").EnumerateObject())
        {
            var outcomes = source.Value.GetProperty("outcomes").EnumerateObject().ToDictionary(static o => o.Name, static o => o.Value.GetInt64());
            Assert.Equal(7, outcomes.Count);
            Assert.Equal(50, source.Value.GetProperty("arrived").GetInt64());
            Assert.Equal(50, outcomes.Values.Sum());
            Assert.Equal(0, outcomes["failed"]);
            published += outcomes["published"];
        }

        var frames = Lines("objects.jsonl");
        Assert.Equal(published, frames.Count);
        var objects = frames.Sum(static frame => frame.GetProperty("detections").GetArrayLength());
        Assert.True(objects > 50, $"only {objects} objects were found");
        var keyframes = Lines("keyframes.jsonl");
        Assert.Equal(root.GetProperty("keyframes").GetInt64(), keyframes.Count);
        Assert.All(keyframes, static line => Assert.True(File.Exists(new Uri(line.GetProperty("uri").GetString()!).LocalPath)));
        Assert.Equal(4, Directory.GetFiles(_folder.FullName, "*.mp4").Length);
        foreach (var sink in root.GetProperty("sinks").EnumerateObject())
            Assert.Equal(sink.Value.GetProperty("accepted").GetInt64(), sink.Value.GetProperty("acknowledged").GetInt64());

        Assert.Equal(objects, await CountAsync("SELECT count() AS n FROM objects"));
        Assert.Equal(keyframes.Count, await CountAsync("SELECT count() AS n FROM keyframes"));
    }

    [Fact]
    public async Task Run_Interrupted_DrainsAndSaysSo()
    {
        using var process = SluiceProgram.Start(Arguments("--json", "--set", "sources.overpass.loop=true", "--set", "sources.overpass.pace=realtime"), Scenes);
        var output = process.StandardOutput.ReadToEndAsync();
        while (await process.StandardError.ReadLineAsync() is { } line)
            if (line.Contains("overpass: opened", StringComparison.Ordinal)) break;
        var rest = process.StandardError.ReadToEndAsync();
        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await rest;
        Assert.Equal(130, process.ExitCode);
        using var sums = JsonDocument.Parse(await output);
        foreach (var source in sums.RootElement.GetProperty("sources").EnumerateObject())
            Assert.Equal(source.Value.GetProperty("arrived").GetInt64(), source.Value.GetProperty("outcomes").EnumerateObject().Sum(static o => o.Value.GetInt64()));
    }

    public void Dispose() => _folder.Delete(true);

    private Dictionary<string, string> Scenes => new() { ["SLUICE_SCENES"] = Path.Combine(_folder.FullName, "scenes") };

    private string[] Arguments(params string[] more)
    {
        string To(string name) => Path.Combine(_folder.FullName, name);
        var sets = new Dictionary<string, string>
        {
            ["stages.video.to"] = To("{source}.mp4"),
            ["stages.keep.to"] = To("keyframes"),
            ["stages.objects.to"] = To("objects.jsonl"),
            ["stages.picked.to"] = To("keyframes.jsonl"),
            ["stages.store.url"] = "embedded:" + To("store"),
            ["engine.spool.path"] = To("spool"),
            ["stages.tell.url"] = "embedded:" + To("nats"),
        };
        foreach (var camera in new[] { "overpass", "roadside", "junction", "crossing" })
            sets[$"sources.{camera}.uri"] = $"scene:{camera}?seed=3&duration=2s&size=640x360&density=2";
        return ["run", "config/demo.yaml", .. sets.SelectMany(static set => new[] { "--set", $"{set.Key}={set.Value}" }), .. more];
    }

    private List<JsonElement> Lines(string name)
        => [.. File.ReadLines(Path.Combine(_folder.FullName, name)).Select(static line => JsonDocument.Parse(line).RootElement)];

    private async Task<long> CountAsync(string sql)
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(["query", "--store", Path.Combine(_folder.FullName, "store"), "--json", sql]);
        Assert.True(exit == 0, error);
        return long.Parse(JsonDocument.Parse(output).RootElement.GetProperty("n").ToString(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
