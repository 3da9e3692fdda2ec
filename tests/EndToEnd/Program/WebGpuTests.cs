using System.Text.Json;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>Models on ONNX Runtime's WebGPU provider, which needs a Vulkan driver and nothing else; here one without a GPU, so that nothing is told of speed.</summary>
public sealed class WebGpuTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-webgpu-");

    public void Dispose() => _folder.Delete(true);

    [VulkanFact]
    public async Task Run_ModelOnWebGpu_FindsWhatTheCpuFinds()
    {
        var graph = await GraphAsync("webgpu");

        var (exit, _, error) = await SluiceProgram.RunAsync(["run", graph], new Dictionary<string, string> { ["VK_ICD_FILENAMES"] = VulkanFactAttribute.Driver! });

        Assert.True(exit == 0, error);
        var (expected, found) = (await DetectionsAsync("cpu"), await DetectionsAsync("device"));
        Assert.True(expected.Count > 5, $"{expected.Count} objects show little");
        Assert.Equal(expected.Select(static one => one.Label), found.Select(static one => one.Label));
        Assert.All(expected.Zip(found), static pair =>
        {
            Assert.Equal(pair.First.Score, pair.Second.Score, 1e-3);
            Assert.All(pair.First.Box.Zip(pair.Second.Box), static side => Assert.Equal(side.First, side.Second, 0.1));
        });
    }

    [Fact]
    public async Task Run_WebGpuWithoutAVulkanDriver_SaysWhatIsMissing()
    {
        var (exit, _, error) = await SluiceProgram.RunAsync(["run", await GraphAsync("webgpu")], WithoutADriver());

        Assert.Equal(1, exit);
        Assert.Contains("Execution provider 'webgpu' cannot be used: it found no Vulkan driver", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WebGpuOrTheCpuWithoutAVulkanDriver_TakesTheCpuAndSaysWhy()
    {
        var (exit, _, error) = await SluiceProgram.RunAsync(["run", await GraphAsync("webgpu, cpu")], WithoutADriver());

        Assert.True(exit == 0, error);
        Assert.Contains("Model 'other' runs on cpu: Execution provider 'webgpu' cannot be used: it found no Vulkan driver", error, StringComparison.Ordinal);
        Assert.Equal(await DetectionsAsync("cpu"), await DetectionsAsync("device"), static (one, other) => one.Label == other.Label && one.Box.SequenceEqual(other.Box));
    }

    private static Dictionary<string, string> WithoutADriver() => new() { ["VK_ICD_FILENAMES"] = "/nowhere.json", ["VK_DRIVER_FILES"] = "/nowhere.json" };

    private async Task<string> GraphAsync(string device)
    {
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        var model = Path.Combine(Repository.Root, "models", "demo");
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            engine: { stage_deadline: 5m }
            sources: [{ id: street, uri: "scene:roadside?seed=3&duration=1s&fps=1&size=640x360" }]
            models: [{ id: one, path: "{{model}}", device: cpu }, { id: other, path: "{{model}}", device: "{{device}}" }]
            stages:
              - { id: detect, use: detect, from: street, model: one }
              - { id: again, use: detect, from: street, model: other }
              - { id: note, use: jsonl, from: detect, to: "{{_folder.FullName}}/cpu.jsonl" }
              - { id: note-again, use: jsonl, from: again, to: "{{_folder.FullName}}/device.jsonl" }
            """);
        return graph;
    }

    private async Task<List<Detected>> DetectionsAsync(string file)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, $"{file}.jsonl"));
        var frame = JsonDocument.Parse(Assert.Single(lines)).RootElement;
        return [.. frame.GetProperty("detections").EnumerateArray().Select(static found => new Detected(found.GetProperty("label").GetString()!,
            found.GetProperty("score").GetDouble(), [.. found.GetProperty("box").EnumerateArray().Select(static side => side.GetDouble())]))];
    }

    private sealed record Detected(string Label, double Score, double[] Box);
}
