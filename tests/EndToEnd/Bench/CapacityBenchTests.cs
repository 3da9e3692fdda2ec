using System.Text.Json;
using Sluice.EndToEnd.Tests.Program;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Bench;

/// <summary>The whole bench, with a rule that everything meets, or nothing: the answer is then known on a busy machine too.</summary>
[Collection(WholeMachineCollection.Name)]
public sealed class CapacityBenchTests : IDisposable
{
    private const string Graph = """
        version: 1
        sources: [{ id: gate, uri: cars.mp4 }]
        stages:
          - { id: sample, use: sample, from: "gate", fps: 5 }
          - { id: out, use: jsonl, from: sample, to: out.jsonl }
        """;

    private const string Scene = "scene:crossing?seed=3&duration=2s&size=320x180";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-capacity-test");

    private string Scenes => Path.Combine(_folder.FullName, "scenes");

    public void Dispose() => _folder.Delete(true);

    [ServerFact("libchdb.so")]
    public async Task Run_RuleThatEverythingMeets_HoldsTheMostTriedAndWritesItsReportAndRows()
    {
        var store = Path.Combine(_folder.FullName, "store");
        var (exit, json) = await RunAsync(Graph, "--max", "1", "--reserve", "0", "--p95", "60s", "--search-only", "--out", Path.Combine(_folder.FullName, "report"), "--store", store);
        Assert.Equal(0, exit);
        Assert.Equal((1, 1, true), (json.GetProperty("cameras").GetInt32(), json.GetProperty("cameras_with_reserve").GetInt32(), json.GetProperty("is_most_tried").GetBoolean()));
        Assert.True(json.GetProperty("worst").GetProperty("delivered_ratio").GetDouble() > 0);
        Assert.Equal("h264", json.GetProperty("clips")[0].GetProperty("codec").GetString());
        Assert.Equal(["capacity.json", "capacity.md", "latency.svg", "parts.svg", "trials.svg"], Directory.EnumerateFiles(Path.Combine(_folder.FullName, "report")).Select(Path.GetFileName).Order());
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "out.jsonl")));
        var rows = await SluiceProgram.RunAsync(["query", "--store", store, "--json", """
            SELECT r.cameras AS cameras, r.codec AS codec, count() AS trials, max(t.cameras) AS most, JSONExtractInt(any(r.json), 'cameras') AS same
            FROM bench_results AS r JOIN bench_trials AS t USING (engine, result) GROUP BY ALL
            """]);
        Assert.Equal("{\"cameras\":1,\"codec\":\"h264\",\"trials\":2,\"most\":1,\"same\":1}\n", rows.Output);
    }

    [Fact]
    public async Task Run_SceneAndARuleThatNothingMeets_SaysZeroAndWhyAndKeepsTheClip()
    {
        var (exit, json) = await RunAsync(Graph, "--p95", "0.001ms", "--search-only");
        Assert.Equal((0, 0), (exit, json.GetProperty("cameras").GetInt32()));
        Assert.Contains("p95", json.GetProperty("trials")[0].GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        var clip = json.GetProperty("clips")[0];
        Assert.Equal((Scene, 320, 25.0), (clip.GetProperty("clip").GetString(), clip.GetProperty("width").GetInt32(), clip.GetProperty("fps").GetDouble()));
        Assert.Single(Directory.EnumerateFiles(Scenes, "crossing-*.camera.mp4"));
    }

    [Fact]
    public async Task Run_SceneThatIsNone_SaysWhatWouldBeRight()
    {
        var run = await SluiceProgram.RunAsync(["bench", "capacity", "graph.yaml", "--source", "scene:moon"]);
        Assert.Equal((2, true), (run.ExitCode, run.Error.Contains("camera 'moon' is unknown; there are overpass", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_OptionThatIsTheResults_IsRefused()
    {
        var run = await SluiceProgram.RunAsync(["bench", "capacity", "graph.yaml", "--source", "cars.mp4", "--check", "capacity.json", "--p95", "1s"]);
        Assert.Equal((2, true), (run.ExitCode, run.Error.Contains("--check: --p95 is the result's own", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_EngineThatCannotStart_IsAResult()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "bad.onnx"), "no model");
        var (exit, json) = await RunAsync(Graph.Replace("stages:", """
            models: [{ id: bad, path: bad.onnx, card: { family: yolox } }]
            stages:
              - { id: detect, use: detect, from: gate, model: bad }
            """, StringComparison.Ordinal), "--search-only");
        Assert.Equal((0, 0), (exit, json.GetProperty("cameras").GetInt32()));
        Assert.Equal("crashed", json.GetProperty("trials")[0].GetProperty("end").GetString());
    }

    [Fact]
    public async Task Run_LessMemoryThanOneCameraTakes_IsAResult()
    {
        var (exit, json) = await RunAsync(Graph, "--p95", "60s", "--memory", "8MiB", "--search-only");
        Assert.Equal((0, 0), (exit, json.GetProperty("cameras").GetInt32()));
        Assert.Equal("out_of_memory", json.GetProperty("trials")[0].GetProperty("end").GetString());
    }

    [RtspFact]
    public async Task Run_OverRtsp_ReadsFromARealServer()
    {
        var (exit, json) = await RunAsync(Graph, "--max", "1", "--p95", "60s", "--via", "rtsp", "--search-only");
        Assert.Equal((0, 1, "rtsp"), (exit, json.GetProperty("cameras").GetInt32(), json.GetProperty("via").GetString()));
    }

    [Fact]
    public async Task Run_StoreThatIsNone_SaysSoBeforeItMeasures()
    {
        var path = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(path, Graph);
        var run = await SluiceProgram.RunAsync(["bench", "capacity", path, "--source", "cars.mp4", "--store", "ftp://box/store"]);
        Assert.Equal((2, true), (run.ExitCode, run.Error.Contains("--store: the URL is no http://", StringComparison.Ordinal)));
    }

    private async Task<(int Exit, JsonElement Json)> RunAsync(string graph, params string[] more)
    {
        var path = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(path, graph);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cars.mp4"), "");
        var run = await SluiceProgram.RunAsync(["bench", "capacity", path, "--source", Scene, "--window", "2s", "--warm-up", "200ms", "--delivered", "0", "--lost", "1", "--json", .. more],
            new Dictionary<string, string> { ["SLUICE_SCENES"] = Scenes });
        using var json = JsonDocument.Parse(run.Output.Length > 0 ? run.Output : "null");
        Assert.True(json.RootElement.ValueKind == JsonValueKind.Object, run.Error);
        return (run.ExitCode, json.RootElement.Clone());
    }
}
