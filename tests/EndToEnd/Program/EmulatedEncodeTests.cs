using System.Text;
using Sluice.Native.FFmpeg;
using Sluice.Tests;
using Sluice.Tests.Cuda;

namespace Sluice.EndToEnd.Tests.Program;

/// <summary>
/// Video encoded on an emulated GPU, which loses nothing: each sample in the file is as it was in the surface. Edges are short: at most eight
/// surfaces of a source may be out of its decoder, and what is over it is copied on the device, which would count as copied for the encoder.
/// </summary>
public sealed class EmulatedEncodeTests : IDisposable
{
    private const int Width = 640, Height = 360, Frames = 12, PictureBytes = Width * Height * 3 / 2;
    private static readonly string Model = Path.Combine(Repository.Root, "models", "demo");
    private readonly EmulatedBox _box = new();

    public void Dispose() => _box.Dispose();

    [NvencFact]
    public async Task Run_DecodeModelRenderEncodeOnTheGpu_DownloadsNothingAndShowsTheSame()
    {
        var clip = await DrawAsync();
        string Graph(string decode, string device, string encoder) => $$"""
            version: 1
            sources: [{ id: clip, uri: {{clip}}, decode: "{{decode}}" }]
            models: [{ id: m, path: {{Model}}, device: "{{device}}" }]
            stages:
              - { id: detect, use: detect, from: { stage: clip, capacity: 1 }, model: m, batch: { size: 2 } }
              - { id: draw, use: render, from: { stage: detect, capacity: 1 } }
              - { id: file, use: video, from: { stage: draw, capacity: 1 }, to: out.mp4, encoder: "{{encoder}}", crf: 0 }
            """;
        var (_, none) = await _box.RunAsync(Graph("cpu", "cpu", "libx264"), "640x360");
        var expected = await _box.PixelsAsync("out.mp4");
        var plain = await _box.PixelsAsync(clip);
        Assert.Equal(Frames * PictureBytes, expected.Length);
        Assert.True(expected.Zip(plain).Count(static pair => pair.First != pair.Second) > 10_000, "nothing was drawn");

        var (error, counts) = await _box.RunAsync(Graph("cuda:0", "cuda:0", "cuda:0"), "640x360");

        Assert.Contains("Encodes with h264_nvenc on cuda:0", error, StringComparison.Ordinal);
        Same(expected, await _box.PixelsAsync("out.mp4"));
        // What was drawn on goes to the encoder as it is.
        Assert.Equal((0, 0, 0), (counts["cuda.down"], counts["cuda.up"], counts["cuda.across"]));
        Encoded(counts, Frames, sessions: 2);
        Assert.DoesNotContain("nvenc.frames", none.Keys);
    }

    [NvencFact]
    public async Task Run_DecodedPicturesAsTheyAre_GoToTheEncoderOnTheDevice()
    {
        var clip = await DrawAsync();

        var (_, counts) = await _box.RunAsync(Video(clip, "cuda:0", "out.mp4", "cuda:0"), "640x360");

        Same(await _box.PixelsAsync(clip), await _box.PixelsAsync("out.mp4"));
        Assert.Equal((0, 0), (counts["cuda.down"], counts["cuda.up"]));
        Assert.True(counts["cuda.across"] >= Frames * PictureBytes, "a decoder's surfaces are copied for the encoder");
        Encoded(counts, Frames, sessions: 2);
    }

    [NvencFact]
    public async Task Run_Hevc_IsMadeOnTheDeviceAsWell()
    {
        var clip = await DrawAsync();

        var (error, counts) = await _box.RunAsync(Video(clip, "cuda:0", "out.mp4", "hevc_nvenc"), "640x360");

        Assert.Contains("Encodes with hevc_nvenc on cuda:0", error, StringComparison.Ordinal);
        using (var made = Demuxer.Open(Path.Combine(_box.Folder, "out.mp4"))) Assert.Equal("hevc", made.Video.CodecName);
        Assert.Contains("hvc1", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(_box.Folder, "out.mp4"))), StringComparison.Ordinal);
        Same(await _box.PixelsAsync(clip), await _box.PixelsAsync("out.mp4"));
        Assert.Equal((0, 0), (counts["cuda.down"], counts["cuda.up"]));
        Encoded(counts, Frames, sessions: 2);
    }

    [NvencFact]
    public async Task Run_PicturesOfTheHost_AreUploadedToTheEncoder()
    {
        var clip = await DrawAsync();

        var (_, counts) = await _box.RunAsync(Video(clip, "cpu", "out.mp4", "cuda:0"), "640x360");

        Same(await _box.PixelsAsync(clip), await _box.PixelsAsync("out.mp4"));
        Assert.Equal(0, counts["cuda.down"]);
        Assert.True(counts["cuda.up"] >= Frames * PictureBytes, $"{counts["cuda.up"]} bytes went up");
        Encoded(counts, Frames, sessions: 2);
    }

    [NvencFact]
    public async Task Run_Hls_IsCutAtIntraFramesAndHasEveryPicture()
    {
        var clip = await DrawAsync();

        var (_, counts) = await _box.RunAsync(Video(clip, "cuda:0", "live/index.m3u8", "cuda:0", ", segment: 400ms, gop: 100"), "640x360");

        Same(await _box.PixelsAsync(clip), await _box.PixelsAsync("live/index.m3u8"));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_box.Folder, "live"), "piece-*.m4s").Length);
        Assert.Equal(3, counts["nvenc.idr"]);
        Encoded(counts, Frames, sessions: 2);
    }

    [NvencFact]
    public async Task Run_CardWithoutAnEncoder_EncodesOnTheCpuAndSaysWhyOnce()
    {
        var clip = await DrawAsync();

        var (error, counts) = await _box.RunAsync(TwoVideos(clip, "auto"), "640x360", "none");

        Assert.Equal(2, error.Split("Not encoded on the GPU: no NVENC on cuda:0: OpenEncodeSessionEx failed: unsupported device (2)").Length);
        Assert.Contains("Encodes with libx264", error, StringComparison.Ordinal);
        foreach (var source in new[] { "one", "two" }) Assert.Equal(Frames * PictureBytes, (await _box.PixelsAsync($"{source}.mp4")).Length);
        Assert.Equal(0, counts["nvenc.sessions"]);
    }

    [NvencFact]
    public async Task Run_MoreSourcesThanTheCardEncodesAtOnce_EncodesTheOthersOnTheCpu()
    {
        var clip = await DrawAsync();

        var (error, counts) = await _box.RunAsync(TwoVideos(clip, "cuda:0"), "640x360", "1");

        Assert.Contains("out of memory (10)", error, StringComparison.Ordinal);
        foreach (var source in new[] { "one", "two" }) Assert.Equal(Frames * PictureBytes, (await _box.PixelsAsync($"{source}.mp4")).Length);
        Assert.Equal((1, 0), (counts["nvenc.most"], counts["nvenc.wrong"]));
        Assert.True(counts["nvenc.refused"] >= 1);
    }

    [NvencFact]
    public async Task Run_StreamThatChangesItsSize_OpensAnEncoderASizeAndGivesAllBack()
    {
        string[] sizes = ["320x180", "192x108", "320x180"];
        for (var i = 0; i < sizes.Length; i++)
            await _box.FFmpegAsync("-f", "lavfi", "-i", $"testsrc2=size={sizes[i]}:rate=10", "-t", "1", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-bf", "0", "-g", "5",
                "-output_ts_offset", $"{i}", "-f", "mpegts", $"{i}.ts");
        await using (var all = File.Create(Path.Combine(_box.Folder, "sizes.ts")))
            for (var i = 0; i < sizes.Length; i++) await all.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(_box.Folder, $"{i}.ts")));

        var (_, counts) = await _box.RunAsync("""
            version: 1
            sources: [{ id: clip, uri: sizes.ts, decode: "cuda:0" }]
            stages:
              - { id: draw, use: render, from: { stage: clip, capacity: 2 } }
              - { id: file, use: video, from: { stage: draw, capacity: 2 }, to: out.mp4, encoder: "cuda:0" }
            """, "0x0");

        foreach (var (name, bytes) in new[] { ("out.mp4", 320 * 180 * 3 / 2), ("out.2.mp4", 192 * 108 * 3 / 2), ("out.3.mp4", 320 * 180 * 3 / 2) })
            Assert.Equal(10 * bytes, (await _box.PixelsAsync(name)).Length);
        Assert.Equal((0, 0), (counts["cuda.down"], counts["cuda.up"]));
        Encoded(counts, 30, sessions: 4);
    }

    [NvencFact]
    public async Task Run_PicturesTooSmallForTheCard_AreEncodedOnTheCpu()
    {
        await _box.FFmpegAsync("-f", "lavfi", "-i", "testsrc2=size=128x72:rate=10", "-t", "1", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-bf", "0", "clip.mp4");

        var (error, counts) = await _box.RunAsync(Video("clip.mp4", "cuda:0", "out.mp4", "cuda:0"), "0x0");

        Assert.Contains("Not encoded on the GPU", error, StringComparison.Ordinal);
        Assert.Equal(10 * 128 * 72 * 3 / 2, (await _box.PixelsAsync("out.mp4")).Length);
        Assert.Equal((0, 0), (counts["nvenc.frames"], counts["nvenc.wrong"]));
    }

    [GccFact]
    public async Task Run_DriverWithoutAnEncoderLibrary_SaysSoAndStartsNothing()
    {
        var graph = Path.Combine(_box.Folder, "graph.yaml");
        await File.WriteAllTextAsync(graph, Video("scene:overpass?duration=1s&size=320x180", "cpu", "out.mp4", "cuda:0"));

        var (exit, _, error) = await SluiceProgram.RunAsync(["run", graph], new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = Path.GetDirectoryName(EmulatedCuda.Path)! });

        Assert.NotEqual(0, exit);
        Assert.Contains("encoder: 'cuda:0' cannot be used: no NVENC on cuda:0: Cannot load libnvidia-encode.so.1", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_box.Folder, "out.mp4")));
    }

    [NoCudaFact]
    public async Task Run_NoDriver_SaysSoAndStartsNothing()
    {
        var graph = Path.Combine(_box.Folder, "graph.yaml");
        await File.WriteAllTextAsync(graph, Video("scene:overpass?duration=1s&size=320x180", "cpu", "out.mp4", "cuda:0"));

        var (exit, _, error) = await SluiceProgram.RunAsync(["run", graph]);

        Assert.NotEqual(0, exit);
        Assert.Contains("encoder: 'cuda:0' cannot be used: no CUDA device: driver library libcuda.so.1 not found", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_box.Folder, "out.mp4")));
    }

    private static string Video(string clip, string decode, string to, string encoder, string further = "") => $$"""
        version: 1
        sources: [{ id: clip, uri: "{{clip}}", decode: "{{decode}}" }]
        stages: [{ id: file, use: video, from: { stage: clip, capacity: 2 }, to: {{to}}, encoder: "{{encoder}}"{{further}} }]
        """;

    private static string TwoVideos(string clip, string encoder) => $$"""
        version: 1
        sources: [{ id: one, uri: {{clip}}, decode: "cuda:0" }, { id: two, uri: {{clip}}, decode: "cuda:0" }]
        stages: [{ id: file, use: video, from: "*", to: "{source}.mp4", encoder: "{{encoder}}" }]
        """;

    private static void Same(byte[] expected, byte[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        var apart = expected.Zip(found).Max(static pair => Math.Abs(pair.First - pair.Second));
        Assert.True(apart <= 1, $"samples differ by up to {apart}");
    }

    // One session more than videos: the one that looks whether there is an encoder.
    private static void Encoded(IReadOnlyDictionary<string, long> counts, int frames, int sessions)
    {
        Assert.Equal((frames, 0, 0, 0), (counts["nvenc.frames"], counts["nvenc.wrong"], counts["nvenc.host"], counts["nvenc.between"]));
        Assert.Equal((sessions, sessions), (counts["nvenc.sessions"], counts["nvenc.closed"]));
        Assert.Equal(counts["nvenc.registered"], counts["nvenc.unregistered"]);
    }

    private Task<string> DrawAsync() => _box.DrawAsync(Path.Combine(Model, "golden.jpg"), Width, Height);
}
