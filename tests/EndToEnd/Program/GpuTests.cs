using System.Text.Json;
using Sluice.Tests;
using Sluice.Tests.Cuda;

namespace Sluice.EndToEnd.Tests.Program;

public sealed class GpuTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-gpu-");

    public void Dispose() => _folder.Delete(true);

    [NoCudaFact]
    public async Task Run_CudaWithoutADriver_SaysWhatIsMissingAndStartsNothing()
    {
        var (exit, _, error) = await SluiceProgram.RunAsync(["run", await GraphAsync("cuda:0")]);

        Assert.Equal(2, exit);
        Assert.Contains("source 'clip': decode.device is cuda:0, but there is no CUDA device: driver library libcuda.so.1 not found", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "out.jsonl")));
    }

    [NoCudaFact]
    public async Task Run_AutoWithoutADriver_DecodesOnTheCpuAndSaysWhy()
    {
        var (exit, output, error) = await SluiceProgram.RunAsync(["run", await GraphAsync("auto"), "--json"]);

        Assert.True(exit == 0, error);
        Assert.Contains("clip: decoded on the CPU: no CUDA device: driver library libcuda.so.1 not found", error, StringComparison.Ordinal);
        Assert.True(Published(output) > 10, output);
    }

    [NoCudaFact]
    public async Task BenchGpu_WithoutADriver_SaysSo()
    {
        var clip = Path.Combine(_folder.FullName, "clip.mp4");
        await File.WriteAllTextAsync(clip, "");

        var (exit, _, error) = await SluiceProgram.RunAsync(["bench", "gpu", clip, Path.Combine(Repository.Root, "models", "demo")]);

        Assert.Equal(1, exit);
        Assert.Contains("no CUDA device: driver library libcuda.so.1 not found", error, StringComparison.Ordinal);
    }

    [GccFact]
    public async Task Run_DriverWithoutADecoder_DecodesOnTheCpuAndSaysWhy()
    {
        // A driver, but nothing that decodes behind it: as on a box whose container was not given the video libraries.
        var environment = new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = Path.GetDirectoryName(EmulatedCuda.Path)! };

        var (exit, output, error) = await SluiceProgram.RunAsync(["run", await GraphAsync("cuda:0"), "--json"], environment);

        Assert.True(exit == 0, error);
        Assert.Contains("clip: decoded on the CPU: the GPU refused the stream", error, StringComparison.Ordinal);
        Assert.True(Published(output) > 10, output);
    }

    [Theory]
    [InlineData("cuda:x")]
    [InlineData("gpu")]
    public async Task Validate_UnknownDevice_NamesIt(string device)
    {
        var (exit, _, error) = await SluiceProgram.RunAsync(["validate", await GraphAsync(device)]);

        Assert.Equal(2, exit);
        Assert.Contains(device, error, StringComparison.Ordinal);
        Assert.Contains("decode", error, StringComparison.Ordinal);
    }

    private static long Published(string output) => JsonDocument.Parse(output).RootElement.GetProperty("sources").GetProperty("clip")
        .GetProperty("outcomes").GetProperty("published").GetInt64();

    private async Task<string> GraphAsync(string device)
    {
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, $$"""
            version: 1
            sources: [{ id: clip, uri: "scene:overpass?duration=1s&size=320x180", decode: "{{device}}" }]
            stages: [{ id: out, use: jsonl, from: clip, to: out.jsonl }]
            """);
        return graph;
    }
}
