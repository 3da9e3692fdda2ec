using Sluice.Abstractions;
using Sluice.Core.Sinks.Media;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

public sealed class VideoSinkTests : IDisposable
{
    private readonly SinkFixture _fixture = new();
    private readonly TestFrames _frames = new();

    public void Dispose()
    {
        Assert.Equal(0, _frames.Outstanding);
        _fixture.Dispose();
    }

    [Fact]
    public async Task Process_VariableRate_KeepsEveryFrameAndItsTime()
    {
        double[] times = [0, 0.033, 0.1, 0.1333, 0.5, 0.54, 0.7, 1.9, 2.0, 2.001];
        await using (var sink = await StartAsync("{source}.mp4", ["gate"]))
        {
            for (var i = 0; i < times.Length; i++) await SendAsync(sink, 64, 48, 100 + times[i], luma: (byte)(40 + (15 * i)));
            await sink.EndSourceAsync("gate", NoOutput.Instance, default);
            Assert.Equal(new SinkCounts(10, 10, 0) { Dropped = 0 }, sink.Counts);
        }

        var video = DecodedVideo.Read(PathOf("gate.mp4"));
        Assert.Equal((64, 48, 10), (video.Width, video.Height, video.Times.Count));
        Assert.All(times.Zip(video.Times), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(video.CentreLuma.Select((luma, i) => luma - (40 + (15 * i))), error => Assert.InRange(error, -6, 6));
    }

    [Fact]
    public async Task Process_TimesThatJumpBackOrStandStill_AreRepaired()
    {
        double[] times = [5.0, 5.04, 5.08, 0.0, 0.04, 0.04];
        await using (var sink = await StartAsync("a.mp4", ["gate"]))
            foreach (var time in times) await SendAsync(sink, 64, 48, time);
        var video = DecodedVideo.Read(PathOf("a.mp4"));
        Assert.Equal(6, video.Times.Count);
        Assert.All(new[] { 0, 0.04, 0.08, 0.12, 0.16 }.Zip(video.Times), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(video.Times[5] > video.Times[4]);
    }

    [Fact]
    public async Task Process_Matroska_IsWrittenToo()
    {
        await using (var sink = await StartAsync("a.mkv", ["gate"]))
            for (var i = 0; i < 7; i++) await SendAsync(sink, 64, 48, i / 25.0);
        Assert.Equal(7, DecodedVideo.Read(PathOf("a.mkv")).Times.Count);
    }

    [Fact]
    public async Task Process_SizeChange_BeginsAnotherFile()
    {
        await using (var sink = await StartAsync("out/v-{source}.mp4", ["gate"]))
        {
            for (var i = 0; i < 3; i++) await SendAsync(sink, 64, 48, i / 25.0);
            for (var i = 3; i < 8; i++) await SendAsync(sink, 97, 33, i / 25.0);
        }

        var (first, second) = (DecodedVideo.Read(PathOf("out/v-gate.mp4")), DecodedVideo.Read(PathOf("out/v-gate.2.mp4")));
        Assert.Equal((64, 48, 3), (first.Width, first.Height, first.Times.Count));
        Assert.Equal((96, 32, 5), (second.Width, second.Height, second.Times.Count));
    }

    [Fact]
    public async Task Process_RotatedFrame_IsWrittenUpright()
    {
        await using (var sink = await StartAsync("a.mp4", ["gate"]))
        {
            using var frame = _frames.Make(64, 48, rotation: 90);
            await sink.ProcessAsync(frame, NoOutput.Instance, default);
        }

        var video = DecodedVideo.Read(PathOf("a.mp4"));
        Assert.Equal((48, 64), (video.Width, video.Height));
    }

    [Fact]
    public async Task Process_CutShort_PlaysUpToTheLastIntraFrame()
    {
        await using var sink = await StartAsync("a.mp4", ["gate"], new() { Gop = 5 });
        for (var i = 0; i < 60; i++) await SendAsync(sink, 64, 48, i / 25.0);
        File.Copy(PathOf("a.mp4"), PathOf("copy.mp4"));
        Assert.InRange(DecodedVideo.Read(PathOf("copy.mp4")).Times.Count, 5, 60);
    }

    [Fact]
    public async Task Process_DiskFull_FailsItsOwnSourceAloneAndSaysSoOnce()
    {
        await using (var sink = await StartAsync("{source}.mp4", ["full", "fine"], new() { Gop = 5 }))
        {
            File.CreateSymbolicLink(PathOf("full.mp4"), "/dev/full");
            var failures = 0;
            for (var i = 0; i < 40; i++)
            {
                try
                {
                    await SendAsync(sink, 160, 120, i / 25.0, source: "full", noise: true);
                }
                catch (IOException fault)
                {
                    Assert.Contains("full.mp4", fault.Message, StringComparison.Ordinal);
                    failures++;
                }

                await SendAsync(sink, 64, 48, i / 25.0, source: "fine");
            }

            Assert.InRange(failures, 1, 40);
            Assert.Equal(1, _fixture.Log.Errors);
            await sink.EndSourceAsync("fine", NoOutput.Instance, default);
        }

        Assert.Equal(40, DecodedVideo.Read(PathOf("fine.mp4")).Times.Count);
        File.Delete(PathOf("full.mp4"));
    }

    [Fact]
    public async Task Start_FolderCannotBeMade_NamesIt()
    {
        await File.WriteAllTextAsync(PathOf("taken"), "");
        var fault = await Assert.ThrowsAsync<IOException>(async () => await StartAsync("taken/{source}.mp4", ["gate"]));
        Assert.Contains("taken", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SeveralSourcesInOneFile_SaysHowToTellThemApart()
    {
        var fault = Assert.Throws<InvalidOperationException>(
            () => new VideoFactory().Create(_fixture.Context("a", "b"), new VideoOptions { To = "out/v.mp4" }));
        Assert.Contains("out/v-{source}.mp4", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "to")]
    [InlineData("out/{camera}.mp4", "to")]
    [InlineData("out/{source}.gif", "to")]
    public void Check_BadPath_IsAFault(string to, string key)
        => Assert.Equal(key, Assert.Single(new VideoFactory().Check(new VideoOptions { To = to })).Key);

    private async Task<VideoSink> StartAsync(string to, string[] sources, VideoOptions? options = null)
    {
        var stage = (VideoSink)new VideoFactory().Create(_fixture.Context(sources), (options ?? new()) with { To = to });
        await stage.StartAsync(default);
        return stage;
    }

    private async Task SendAsync(
        VideoSink sink, int width, int height, double pts, byte luma = 128, string source = "gate", bool noise = false)
    {
        using var frame = _frames.Make(width, height, pts: pts, source: source, fill: picture =>
        {
            picture.WritablePlane(0).Fill(luma);
            if (noise) new Random((int)(pts * 1000)).NextBytes(picture.WritablePlane(0));
        });
        await sink.ProcessAsync(frame, NoOutput.Instance, default);
    }

    private string PathOf(string name) => Path.Combine(_fixture.Folder, name);
}
