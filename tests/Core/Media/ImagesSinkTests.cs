using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Media;
using Sluice.Native.FFmpeg;
using Sluice.Tests.Sinks;
using PixelFormat = Sluice.Abstractions.PixelFormat;

namespace Sluice.Tests.Media;

public sealed class ImagesSinkTests : IDisposable
{
    private static readonly Keyframe Chosen = new() { Score = 0.75f, Reasons = new Dictionary<string, double> { ["coverage"] = 0.5 } };

    private readonly SinkFixture _fixture = new();
    private readonly TestFrames _frames = new();

    public void Dispose()
    {
        Assert.Equal(0, _frames.Outstanding);
        _fixture.Dispose();
    }

    [Theory]
    [InlineData(PictureFileFormat.Jpeg, PixelFormat.Yuv420P, "jpg")]
    [InlineData(PictureFileFormat.Jpeg, PixelFormat.Nv12, "jpg")]
    [InlineData(PictureFileFormat.Png, PixelFormat.Yuv420P, "png")]
    [InlineData(PictureFileFormat.Png, PixelFormat.Bgr24, "png")]
    public async Task Process_Frame_WritesAPictureThatReadsBack(PictureFileFormat format, PixelFormat pixels, string extension)
    {
        await using var sink = await StartAsync(new() { Format = format, Name = "{source}/{frame}" });
        using (var frame = _frames.Make(64, 48, pixels, index: 7)) (await TestFrames.RunAsync(sink, frame)).Dispose();
        using var picture = new AvFrame();
        ImageCodec.DecodeFile(PathOf($"gate/00000007.{extension}"), picture);
        Assert.Equal((64, 48), (picture.Width, picture.Height));
        // 90 of 16..235 is 86 of 0..255; a BGR picture of 90, 90, 90 stays.
        Assert.InRange(picture.Plane(0)[(24 * picture.Stride(0)) + 30], 83, 93);
        Assert.Equal(new SinkCounts(1, 1, 0), sink.Counts);
    }

    [Fact]
    public async Task Process_Keyframe_GoesOnWithTheUriOfItsFile()
    {
        await using var sink = await StartAsync(new());
        using var frame = _frames.Make(64, 48);
        using var chosen = frame.With(Chosen);
        using var emitted = await TestFrames.RunAsync(sink, chosen);
        var uri = new Uri(emitted.Keyframe!.Uri!);
        Assert.True(File.Exists(uri.LocalPath));
        Assert.Equal(Chosen.Reasons, emitted.Keyframe.Reasons);
    }

    [Fact]
    public async Task Process_Keyframe_HasASidecarThatSaysWhatIsKnown()
    {
        await using var sink = await StartAsync(new() { Name = "k{frame}" });
        using var frame = _frames.Make(64, 48, index: 3, pts: 0.12);
        using var seen = frame.With([SinkFixture.Car(track: 9)]);
        using var chosen = seen.With(Chosen);
        (await TestFrames.RunAsync(sink, chosen)).Dispose();
        var json = JsonDocument.Parse(await File.ReadAllTextAsync(PathOf("k00000003.json"))).RootElement;
        Assert.Equal(
            ["source", "frame", "id", "pts", "pts_time", "captured_at", "width", "height", "detections", "picture", "keyframe", "engine"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(9, json.GetProperty("detections")[0].GetProperty("track").GetInt64());
        Assert.Equal(0.5, json.GetProperty("keyframe").GetProperty("reasons").GetProperty("coverage").GetDouble());
        Assert.Equal("k00000003.jpg", json.GetProperty("picture").GetString());
        Assert.Equal("box-01", json.GetProperty("engine").GetString());
        Assert.Equal(["k00000003.jpg", "k00000003.json"], Directory.GetFiles(PathOf("")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Process_WithoutSidecar_WritesThePictureAlone()
    {
        await using var sink = await StartAsync(new() { Name = "{frame}", Sidecar = false });
        using (var frame = _frames.Make(64, 48)) (await TestFrames.RunAsync(sink, frame)).Dispose();
        Assert.Equal("00000000.jpg", Path.GetFileName(Assert.Single(Directory.GetFiles(PathOf("")))));
    }

    [Fact]
    public async Task Process_RotatedFrame_IsWrittenUpright()
    {
        await using var sink = await StartAsync(new() { Name = "{frame}", Format = PictureFileFormat.Png });
        using (var frame = _frames.Make(64, 48, rotation: 270)) (await TestFrames.RunAsync(sink, frame)).Dispose();
        using var picture = new AvFrame();
        ImageCodec.DecodeFile(PathOf("00000000.png"), picture);
        Assert.Equal((48, 64), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task Process_FolderTakenAway_FailsTheFrameAndSaysSoOnce()
    {
        await using var sink = await StartAsync(new());
        await File.WriteAllTextAsync(PathOf("gate"), "a file where the folder should be");
        for (var i = 0; i < 3; i++)
        {
            using var frame = _frames.Make(64, 48, index: i);
            await Assert.ThrowsAsync<IOException>(() => TestFrames.RunAsync(sink, frame));
        }

        Assert.Equal(1, _fixture.Log.Errors);
        Assert.Equal(new SinkCounts(3, 0, 0), sink.Counts);
    }

    [Fact]
    public async Task Process_SourceIdWithASlash_StaysInTheFolder()
    {
        await using var sink = await StartAsync(new() { Name = "{source}-{frame}", Sidecar = false });
        using (var frame = _frames.Make(64, 48, source: "../yard")) (await TestFrames.RunAsync(sink, frame)).Dispose();
        Assert.Equal(".._yard-00000000.jpg", Path.GetFileName(Assert.Single(Directory.GetFiles(PathOf("")))));
    }

    [Theory]
    [InlineData("{source}", "name")]
    [InlineData("{camera}-{frame}", "name")]
    [InlineData("../{frame}", "name")]
    public void Check_BadName_IsAFault(string name, string key)
        => Assert.Equal(key, Assert.Single(new ImagesFactory().Check(new ImagesOptions { To = "out", Name = name })).Key);

    private async Task<ImagesSink> StartAsync(ImagesOptions options)
    {
        var stage = (ImagesSink)new ImagesFactory().Create(_fixture.Context("gate"), options with { To = "pictures" });
        await stage.StartAsync(default);
        return stage;
    }

    private string PathOf(string name) => Path.Combine(_fixture.Folder, "pictures", name);
}
