using System.Text.Json;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

public sealed class BenchTests : IDisposable
{
    private static readonly string[] Card = ["--card", "family=yolox", "--card", "color=bgr", "--card", "letterbox=top_left"];
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-bench-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DataFact]
    public async Task Tune_AModel_IsWhatPlanSaysARunWillUse()
    {
        var model = Repository.Model("yolox_nano_416.onnx");
        var graph = Path.Combine(_folder, "graph.yaml");
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            sources: [{ id: a, uri: {{Repository.Video("dog-rotate90.mp4")}} }]
            models: [{ id: nano, path: {{model}}, card: { family: yolox, color: bgr, letterbox: top_left } }]
            stages:
              - { id: free, use: detect, from: a, model: nano, interval: 2 }
              - { id: fixed, use: detect, from: a, model: nano, runs: 7 }
            """);
        var environment = new Dictionary<string, string> { ["SLUICE_TUNING"] = Path.Combine(_folder, "tuning") };

        var before = await SluiceProgram.RunAsync(["plan", graph], environment);
        var tuned = await SluiceProgram.RunAsync(["bench", "tune", model, .. Card, "--for", "1ms", "--json"], environment);
        var after = await SluiceProgram.RunAsync(["plan", graph], environment);

        Assert.Contains("the engine's default); skips 2 frames of a source between two", before.Output, StringComparison.Ordinal);
        Assert.True(tuned.ExitCode == 0, tuned.Error);
        using var record = JsonDocument.Parse(tuned.Output);
        Assert.NotEqual(0, record.RootElement.GetProperty("results").GetArrayLength());
        Assert.Contains("measured by 'sluice bench tune'); skips 2", after.Output, StringComparison.Ordinal);
        Assert.Contains("7 runs at once of 1 thread (the engine's default; the graph says the rest)", after.Output, StringComparison.Ordinal);
    }

    [DataFact]
    public async Task Limit_SeveralSources_GivesEveryLayer()
    {
        var (code, output, error) = await SluiceProgram.RunAsync(
            ["bench", "limit", Repository.Video("dog-rotate90.mp4"), Repository.Model("yolox_nano_416.onnx"), .. Card, "--sources", "1,3", "--rounds", "1", "--json"]);

        Assert.True(code == 0, error);
        using var answer = JsonDocument.Parse(output);
        var runs = answer.RootElement.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal([30, 90], runs.Select(static run => run.GetProperty("frames").GetInt32()));
        Assert.All(runs, static run =>
        {
            foreach (var layer in new[] { "decode_ms", "run_ms", "bare_ms", "slowest_stage_ms", "engine_ms", "ratio", "engine_fps" })
                Assert.True(run.GetProperty(layer).GetDouble() > 0, layer);
        });
    }

    [Theory]
    [InlineData("limit", "--sources", "0")]
    [InlineData("limit", "--sources", "1,x")]
    public async Task Bench_BadNumbers_EndsWithTwoAndSaysWhatIsRight(string bench, string option, string value)
    {
        var (code, _, error) = await SluiceProgram.RunAsync(["bench", bench, "clip.mp4", "model.onnx", option, value]);

        Assert.Equal(2, code);
        Assert.Contains("such as 1,16", error, StringComparison.Ordinal);
    }
}
