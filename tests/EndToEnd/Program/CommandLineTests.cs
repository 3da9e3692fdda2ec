using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-cli");

    public static TheoryData<string> ShippedGraphs() => [.. Directory.GetFiles(Path.Combine(Repository.Root, "config"), "*.yaml").Select(static path => Path.GetFileName(path)).Where(static name => name != "compose.yaml")];

    [Theory, MemberData(nameof(ShippedGraphs))]
    public async Task Validate_ShippedGraph_IsFine(string graph)
    {
        var (exit, _, error) = await SluiceProgram.RunAsync(["validate", Path.Combine("config", graph)]);
        Assert.True(exit == 0, error);
        Assert.Equal("", error);
    }

    [Fact]
    public async Task Run_FaultyGraph_SaysEveryFaultWithItsPlaceAndStartsNothing()
    {
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, """
            version: 1
            sources: [{ id: gate, uri: "scene:overpass?duration=1s" }]
            stages:
              - { id: sample, use: sample, from: gate, fps: 5 }
              - { id: out, use: jsonl, from: sampel, to: out.jsonl }
              - { id: draw, use: render, from: sample, captoin: true }
            """);
        var (exit, output, error) = await SluiceProgram.RunAsync(["run", graph]);
        Assert.Equal(2, exit);
        Assert.Equal("", output);
        Assert.Contains($"{graph}:5:34:", error, StringComparison.Ordinal);
        Assert.Contains("nearest is 'sample'", error, StringComparison.Ordinal);
        Assert.Contains($"{graph}:6:44:", error, StringComparison.Ordinal);
        Assert.Contains("nearest is 'caption'", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "out.jsonl")));
    }

    [Fact]
    public async Task Run_PasswordInTheEnvironment_IsNeverPrinted()
    {
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, """
            version: 1
            sources: [{ id: gate, uri: "rtsp://viewer:${GATE}@127.0.0.1:1/x", timeout: 1s }]
            stages: [{ id: out, use: jsonl, from: gate, to: out.jsonl }]
            """);
        var (exit, output, error) = await SluiceProgram.RunAsync(["run", graph, "--for", "8s", "--json"], new Dictionary<string, string> { ["GATE"] = "hunter22" });
        Assert.Equal(0, exit);
        Assert.Contains("gate: lost", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("frobnicate")]
    [InlineData("run", "a.yaml", "--unknown")]
    [InlineData("run", "config/demo.yaml", "--for", "60")]
    public async Task Program_BadUsage_EndsWithTwo(params string[] arguments)
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(arguments);
        Assert.Equal(2, exit);
        Assert.NotEqual("", error);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task Run_SamplePlugin_FlagsFrames()
    {
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, """
            version: 1
            sources: [{ id: gate, uri: "scene:overpass?duration=1s&size=320x180" }]
            stages:
              - { id: change, use: scene_change, from: gate }
              - { id: out, use: jsonl, from: change, to: out.jsonl }
            """);
        var (exit, _, error) = await SluiceProgram.RunAsync(["run", graph], new Dictionary<string, string> { ["SLUICE_SCENES"] = _folder.FullName });
        Assert.True(exit == 0, error);
        Assert.Equal(25, (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "out.jsonl"))).Length);
    }

    [DataFact]
    public async Task Probe_RealClip_SaysWhatIsInIt()
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(["probe", Repository.Video("dog-hevc-main10.mkv"), "--json"]);
        Assert.True(exit == 0, error);
        var facts = System.Text.Json.JsonDocument.Parse(output).RootElement;
        Assert.Equal(("hevc", 848, 464, "yuv420p10le"), (facts.GetProperty("codec").GetString(), facts.GetProperty("width").GetInt32(),
            facts.GetProperty("height").GetInt32(), facts.GetProperty("pixel_format").GetString()));
    }

    public void Dispose() => _folder.Delete(true);
}
