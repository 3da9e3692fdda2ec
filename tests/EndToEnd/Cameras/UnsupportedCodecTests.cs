using System.Text.Json;
using Sluice.Core.Scene;
using Sluice.EndToEnd.Tests.Program;
using Sluice.Native.FFmpeg;

namespace Sluice.EndToEnd.Tests.Cameras;

public sealed class UnsupportedCodecTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-codec");

    [Fact]
    public async Task Run_OneSourceOfACodecThatNobodyDecodes_EndsItAloneAndSaysWhy()
    {
        var good = Path.Combine(_folder.FullName, "good.mp4");
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(1) }, good);

        // The same file under the name of H.266, which no FFmpeg before 7 decodes.
        var bytes = await File.ReadAllBytesAsync(good);
        "vvc1"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("avc1"u8)));
        var strange = Path.Combine(_folder.FullName, "strange.mp4");
        await File.WriteAllBytesAsync(strange, bytes);
        if (IsDecoded(strange)) return;
        var graph = Path.Combine(_folder.FullName, "graph.yaml");
        await File.WriteAllTextAsync(graph, """
            version: 1
            sources: [ { id: good, uri: good.mp4 }, { id: strange, uri: strange.mp4 } ]
            stages: [ { id: out, use: jsonl, from: "*", to: out.jsonl } ]
            """);

        var (exit, output, error) = await SluiceProgram.RunAsync(["run", graph, "--json"]);

        using var report = JsonDocument.Parse(output);
        var (well, failed) = (report.RootElement.GetProperty("sources").GetProperty("good"), report.RootElement.GetProperty("sources").GetProperty("strange"));
        Assert.Equal(25, well.GetProperty("outcomes").GetProperty("published").GetInt64());
        Assert.False(well.TryGetProperty("reason", out _));
        Assert.Equal(("unsupported", 0), (failed.GetProperty("reason").GetString(), failed.GetProperty("arrived").GetInt32()));
        Assert.Contains("vvc", failed.GetProperty("last_error").GetString(), StringComparison.Ordinal);
        Assert.Contains("no decoder for 'vvc'", error, StringComparison.Ordinal);
        Assert.InRange(exit, 0, 1);
        Assert.Equal(25, (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "out.jsonl"))).Length);
    }

    public void Dispose() => _folder.Delete(true);

    private static bool IsDecoded(string path)
    {
        using var input = Demuxer.Open(path);
        return VideoDecoder.IsSupported(input.Video);
    }
}
