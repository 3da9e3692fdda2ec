using Sluice.Abstractions;
using Sluice.Core.Sinks.Media;
using Sluice.Tests.Sinks;

namespace Sluice.Tests.Media;

public sealed class SegmentsTests : IDisposable
{
    private readonly OutputFixture _fixture = new();

    private static VideoOptions Options => new() { To = "rec/{source}/{time}.mp4", Segment = TimeSpan.FromSeconds(2), Preset = "ultrafast" };

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Process_TenSeconds_AreFiveWholeFilesWithoutALostFrame()
    {
        await RecordAsync(Options, frames: 250);
        var files = Files("rec/gate");
        Assert.Equal(5, files.Length);
        var videos = files.Select(DecodedVideo.Read).ToList();
        Assert.Equal([50, 50, 50, 50, 50], videos.Select(static video => video.Times.Count));
        Assert.All(videos, static video => Assert.Equal(0, video.Times[0], 1e-3));
        Assert.All(videos, static video => Assert.Equal(49 / 25.0, video.Times[^1], 1e-3));
        Assert.Matches(@"^\d{8}T\d{6}\.\d{3}Z\.mp4$", Path.GetFileName(files[0]));
    }

    [Fact]
    public async Task Process_WhileAFileIsWritten_ItHasAnotherNameAndPlays()
    {
        await using var sink = await _fixture.StartAsync<VideoSink>(new VideoFactory(), Options with { Gop = 5 }, "gate");
        for (var i = 0; i < 80; i++) await _fixture.SendAsync(sink, i / 25.0);
        var part = Assert.Single(Files("rec/gate"), static file => file.EndsWith(".part", StringComparison.Ordinal));
        File.Copy(part, _fixture.PathOf("copy.mp4"));
        Assert.InRange(DecodedVideo.Read(_fixture.PathOf("copy.mp4")).Times.Count, 1, 30);
    }

    [Fact]
    public async Task Start_AfterACrash_GivesTheUnfinishedFileItsName()
    {
        Directory.CreateDirectory(_fixture.PathOf("rec/gate"));
        var (ours, foreign) = (_fixture.PathOf("rec/gate/20260131T120000.000Z.mp4"), _fixture.PathOf("rec/gate/notes.part"));
        await File.WriteAllTextAsync(ours + ".part", "x");
        await File.WriteAllTextAsync(foreign, "x");
        await using var sink = await _fixture.StartAsync<VideoSink>(new VideoFactory(), Options, "gate");
        Assert.True(File.Exists(ours));
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public async Task Process_OverTheBytesToKeep_TakesTheOldestAwayAndNothingElse()
    {
        Directory.CreateDirectory(_fixture.PathOf("rec/old"));
        var (old, foreign) = (_fixture.PathOf("rec/old/20250131T120000.000Z.mp4"), _fixture.PathOf("rec/old/holiday.mp4"));
        await File.WriteAllBytesAsync(old, new byte[(1 << 20) - 1]);
        await File.WriteAllBytesAsync(foreign, new byte[4 << 20]);
        var counts = await RecordAsync(Options with { KeepBytes = new ByteSize(1 << 20) }, frames: 120);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(foreign));
        Assert.Equal(1, counts.Expired);
        Assert.Equal(3, Files("rec/gate").Length);
    }

    [Fact]
    public async Task Tick_WhenASegmentIsTooOld_TakesItAway()
    {
        var time = new SteppedTime();
        using var fixture = new OutputFixture { Time = time };
        await using var sink = await fixture.StartAsync<VideoSink>(new VideoFactory(), Options with { Keep = TimeSpan.FromHours(1) }, "gate");
        for (var i = 0; i < 100; i++) await fixture.SendAsync(sink, i / 25.0);
        Assert.Single(Directory.GetFiles(fixture.PathOf("rec/gate"), "*.mp4"));
        time.Step(TimeSpan.FromMinutes(59));
        Assert.Single(Directory.GetFiles(fixture.PathOf("rec/gate"), "*.mp4"));
        time.Step(TimeSpan.FromMinutes(2));
        Assert.Empty(Directory.GetFiles(fixture.PathOf("rec/gate"), "*.mp4"));
        Assert.Equal(1, sink.Counts.Expired);
    }

    [Theory]
    [InlineData("rec/{source}/{time}.mp4", null, null, "to")]
    [InlineData("rec/{source}.mp4", "60s", null, "to")]
    [InlineData("rec/{source}.mp4", null, "1h", "keep")]
    [InlineData("http", "60s", null, "segment")]
    [InlineData("http://server/x", null, null, "to")]
    [InlineData("https://user:secret@server/x.m3u8", null, null, "to")]
    public void Check_OptionsThatDoNotGoTogether_AreAFault(string to, string? segment, string? keep, string key)
    {
        var options = new VideoOptions { To = to, Segment = Time(segment), Keep = Time(keep) };
        var fault = Assert.Single(new VideoFactory().Check(options));
        Assert.Equal(key, fault.Key);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    private static TimeSpan? Time(string? text) => text == null ? null : Sluice.Core.Config.Units.Duration(text);

    private async Task<SinkCounts> RecordAsync(VideoOptions options, int frames)
    {
        await using var sink = await _fixture.StartAsync<VideoSink>(new VideoFactory(), options, "gate");
        for (var i = 0; i < frames; i++) await _fixture.SendAsync(sink, 7 + (i / 25.0), luma: (byte)(i * 7));
        await sink.EndSourceAsync("gate", NoOutput.Instance, default);
        Assert.Equal(frames, sink.Counts.Acknowledged);
        return sink.Counts;
    }

    private string[] Files(string folder) => [.. Directory.GetFiles(_fixture.PathOf(folder)).Order(StringComparer.Ordinal)];
}
