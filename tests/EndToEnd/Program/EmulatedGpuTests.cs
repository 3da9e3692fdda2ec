using System.Text.Json;
using Sluice.Tests;
using Sluice.Tests.Cuda;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>Whole graphs on an emulated GPU.</summary>
public sealed class EmulatedGpuTests
{
    // The stage waits for the whole clip: every frame is held by it before the first goes.
    private const string AllAtOnce = "{ size: 12, max_per_source: 12, max_delay: 1m }";
    private const long PictureBytes = 640 * 360 * 3 / 2, CopyBytes = 768 * 360 * 3 / 2;
    private static readonly string Model = Path.Combine(Repository.Root, "models", "demo");

    [GccFFmpegFact]
    public async Task Run_ModelOnTheGpu_FindsTheSameOnOneStreamInGraphsAndWaiting()
    {
        using var box = new EmulatedBox();
        var clip = await box.DrawAsync(Path.Combine(Model, "golden.jpg"), 640, 360);
        var (expected, _) = await FoundAsync(box, clip, "cpu", "device: cpu");
        Assert.True(expected.Values.Sum(static line => line.Split("class_id").Length - 1) > 10, "there is little to find");

        var (found, one) = await FoundAsync(box, clip, "cuda:0", "device: \"cuda:0\"");
        Assert.Equal(expected, found);
        Assert.Equal(one["ort.runs"], one["ort.streamed"]);
        // The run, and nobody before it, did what was given to its stream.
        Assert.True(one["ort.late"] > 0, "no run followed its pre-processing by the stream");

        (found, var graphs) = await FoundAsync(box, clip, "cuda:0", "device: \"cuda:0\", cuda_graph: true");
        Assert.Equal(expected, found);
        Assert.True(graphs["ort.replayed"] > 0, "no run was replayed");
        // Three sizes of batches in each of two places, and one for the card's golden image.
        Assert.Equal((7, 0, 0), (graphs["ort.captured"], graphs["ort.waits"], graphs["ort.wrong"]));

        (found, var waiting) = await FoundAsync(box, clip, "cuda:0", "device: \"cuda:0\", one_stream: false");
        Assert.Equal(expected, found);
        Assert.Equal((0, 0), (waiting["ort.streamed"], waiting["ort.late"]));
    }

    [GccFFmpegFact]
    public async Task Run_StreamThatChangesItsSize_GivesEverySurfaceBackAndOpensOneDecoderASize()
    {
        using var box = new EmulatedBox();
        string[] sizes = ["320x180", "192x108", "320x180"];
        for (var i = 0; i < sizes.Length; i++)
            await box.FFmpegAsync("-f", "lavfi", "-i", $"testsrc2=size={sizes[i]}:rate=10", "-t", "1", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-bf", "0", "-g", "5",
                "-output_ts_offset", $"{i}", "-f", "mpegts", $"{i}.ts");
        await using (var all = File.Create(Path.Combine(box.Folder, "sizes.ts")))
            for (var i = 0; i < sizes.Length; i++) await all.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(box.Folder, $"{i}.ts")));

        var (_, counts) = await box.RunAsync("""
            version: 1
            sources: [{ id: clip, uri: sizes.ts, decode: "cuda:0" }]
            stages: [{ id: out, use: jsonl, from: clip, to: out.jsonl }]
            """, "0x0");

        var widths = (await File.ReadAllLinesAsync(Path.Combine(box.Folder, "out.jsonl"))).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("width").GetInt32());
        Assert.Equal([320, 192, 320], widths.Aggregate(new List<int>(), static (list, width) => list is [.., var last] && last == width ? list : [.. list, width]));
        // The first decoder waited for its size to come back.
        Assert.Equal((2, 2), (counts["nvdec.created"], counts["nvdec.destroyed"]));
        Assert.Equal((30, 30), (counts["nvdec.mapped"], counts["nvdec.unmapped"]));
    }

    /// <summary>FFmpeg's H.264 decoder, once emptied, makes the device's anew, which takes long on a card; a leap to another intra frame needs it only
    /// where the decoder holds frames back.</summary>
    [GccFFmpegTheory, InlineData("0", 1), InlineData("2", 4)]
    public async Task Run_SampledStream_LeapsWithoutANewDecoderWhereNothingIsHeldBack(string betweenFrames, int decoders)
    {
        using var box = new EmulatedBox();
        await box.FFmpegAsync("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10", "-t", "4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-g", "5", "-bf", betweenFrames, "clip.mp4");

        async Task<(string[] Frames, IReadOnlyDictionary<string, long> Counts)> RunAsync(string device)
        {
            var (_, counts) = await box.RunAsync($$"""
                version: 1
                sources: [{ id: clip, uri: clip.mp4, decode: "{{device}}" }]
                stages:
                  - { id: few, use: sample, from: clip, fps: 1 }
                  - { id: out, use: jsonl, from: few, to: out.jsonl }
                """, "0x0");
            return ([.. (await File.ReadAllLinesAsync(Path.Combine(box.Folder, "out.jsonl"))).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("pts").GetRawText())], counts);
        }

        var (expected, _) = await RunAsync("cpu");
        var (found, counts) = await RunAsync("cuda:0");

        Assert.Equal(expected, found);
        Assert.Equal((4, decoders, decoders), (found.Length, counts["nvdec.created"], counts["nvdec.destroyed"]));
    }

    [GccFFmpegFact]
    public async Task Run_FileThatOutrunsTheDecodersSurfaces_KeepsItsFramesOnTheDeviceAndTheirTimes()
    {
        using var box = new EmulatedBox();
        var drawn = await box.DrawAsync(Path.Combine(Model, "golden.jpg"), 640, 360);
        // Each frame later than the one before by more: nobody can guess these times.
        await box.FFmpegAsync("-i", drawn, "-c", "copy", "-bsf:v", "setts=ts=N*(N+1)*512", "-video_track_timescale", "10240", "times.mp4");
        var (expected, _) = await FoundAsync(box, "times.mp4", "cpu", "device: cpu", AllAtOnce);
        Assert.Equal(12, expected.Count);

        var (found, onDevice) = await FoundAsync(box, "times.mp4", "cuda:0", "device: \"cuda:0\"", AllAtOnce);
        Assert.Equal(expected, found);
        Assert.Equal(0, onDevice["cuda.down"]);
        // Eight surfaces of the decoder's own may be out: the others are copied, in whole rows.
        Assert.Equal(4 * CopyBytes, onDevice["cuda.across"]);

        (found, var over) = await FoundAsync(box, "times.mp4", "{ device: \"cuda:0\", surfaces: 2MiB }", "device: \"cuda:0\"", AllAtOnce);
        Assert.Equal(expected, found);
        // Six frames are in 2 MiB.
        Assert.Equal(6 * PictureBytes, over["cuda.down"]);

        // The device has memory for two of the four copies, which take rows of 1024 bytes there: the other two go to the host.
        (found, var full) = await FoundAsync(box, "times.mp4", "cuda:0", "device: \"cuda:0\"", AllAtOnce, $"{1024 * 360 * 3 / 2}x2");
        Assert.Equal(expected, found);
        Assert.Equal((2 * CopyBytes, 2 * PictureBytes), (full["cuda.across"], full["cuda.down"]));

        (found, var none) = await FoundAsync(box, "times.mp4", "{ device: \"cuda:0\", surfaces: 0B }", "device: cpu", AllAtOnce);
        Assert.Equal(expected, found);
        Assert.Equal((0, 12 * PictureBytes), (none["cuda.across"], none["cuda.down"]));
    }

    // Pts and detections of each frame, as text.
    private static async Task<(SortedDictionary<long, string> Found, IReadOnlyDictionary<string, long> Counts)> FoundAsync(EmulatedBox box, string clip, string decode, string model, string batch = "{ size: 4, max_per_source: 4, max_delay: 50ms }", string? scarce = null)
    {
        var (_, counts) = await box.RunAsync($$"""
            version: 1
            sources: [{ id: clip, uri: {{clip}}, decode: {{(decode.StartsWith('{') ? decode : $"\"{decode}\"")}} }]
            models: [{ id: m, path: {{Model}}, {{model}} }]
            stages:
              - { id: detect, use: detect, from: { stage: clip, capacity: 16 }, model: m, runs: 2, batch: {{batch}} }
              - { id: out, use: jsonl, from: detect, to: out.jsonl }
            """, "640x360", scarce: scarce);
        var found = new SortedDictionary<long, string>();
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(box.Folder, "out.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            found[row.RootElement.GetProperty("frame").GetInt64()] = $"{row.RootElement.GetProperty("pts")} {row.RootElement.GetProperty("detections").GetRawText()}";
        }

        return (found, counts);
    }
}
