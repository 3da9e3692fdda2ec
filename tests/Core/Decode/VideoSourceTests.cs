using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Scene;
using Sluice.Tests;

namespace Sluice.Core.Tests.Decode;

public sealed class VideoSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-source");

    [DataTheory]
    [InlineData("bottles.mp4")]
    [InlineData("highway-mpeg4asp.avi")]
    [InlineData("dog-reschange.h264")]
    [InlineData("webcam-vfr.wmv")]
    public async Task RunAsync_RealClip_EmitsEveryFrameWithItsTime(string clip)
    {
        await using var harness = SourceHarness.Of(Repository.Video(clip));
        await harness.RunAsync();
        var expected = (await File.ReadAllLinesAsync(Path.Combine(Repository.Data, "reference", "decode", clip + ".frames.csv"))).Skip(1)
            .Select(static line => line.Split(',')).ToList();
        Assert.Equal(expected.Count, harness.Frames.Count);
        Assert.Equal(expected.Select(static row => row[1]), harness.Frames.Select(static f => f.Pts?.ToString(CultureInfo.InvariantCulture) ?? ""));
        Assert.Equal(Enumerable.Range(0, expected.Count).Select(static i => (long)i), harness.Frames.Select(static f => f.Index));
        Assert.Equal(harness.Frames.Count, harness.Frames.Select(static f => f.Id).Distinct().Count());
        Assert.Equal(expected.Count, harness.Ledger[Outcome.Published]);
        Assert.Equal(harness.Ledger.Arrived, harness.Ended);
        Assert.Equal(0, harness.Budget.Outstanding);
        Assert.Equal(SourceState.Ended, harness.Source.Status.State);
        Assert.Null(harness.Source.Status.LastError);
    }

    [Fact]
    public async Task RunAsync_ShortFileManyTimesOver_IsNoStormOfDecoders()
    {
        await using var harness = SourceHarness.Of(Clip("a.mp4", 3), new SourceConfig { Id = "cam", Uri = "a.mp4", Loop = new(40) });
        await harness.RunAsync();

        Assert.Null(harness.Source.Status.LastError);
        Assert.Equal(120, harness.Frames.Count);
    }

    [Fact]
    public async Task RunAsync_TwoPasses_CountsFramesOn()
    {
        await using var harness = SourceHarness.Of(Clip("a.mp4", 12), new SourceConfig { Id = "cam", Uri = "a.mp4", Loop = new(2) });
        await harness.RunAsync();
        Assert.Equal(Enumerable.Range(0, 24).Select(static i => (long)i), harness.Frames.Select(static f => f.Index));
        Assert.Equal(harness.Frames[0].Pts, harness.Frames[12].Pts);
    }

    [Fact]
    public async Task RunAsync_Folder_ReadsRecordingsInNameOrderWithTheirStart()
    {
        Clip("b.mp4", 5);
        Clip("a.mp4", 4);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "b.json"), """{"started_at":"2026-03-01T08:00:00Z"}""");
        await using var harness = SourceHarness.Of(_folder.FullName);
        await harness.RunAsync();
        Assert.Equal(["a.mp4", "a.mp4", "a.mp4", "a.mp4", "b.mp4", "b.mp4", "b.mp4", "b.mp4", "b.mp4"], harness.Frames.Select(static f => f.Session!));
        Assert.True(harness.Frames[0].CaptureTimeIsArrival);
        Assert.Equal(DateTimeOffset.Parse("2026-03-01T08:00:00Z", CultureInfo.InvariantCulture), harness.Frames[4].CapturedAt);
        Assert.Equal(0.04, (harness.Frames[5].CapturedAt - harness.Frames[4].CapturedAt).TotalSeconds, 3);
    }

    [Fact]
    public async Task RunAsync_OneRecordingOfAFolderIsNoVideo_ReadsTheOthersAndSaysSo()
    {
        Clip("a.mp4", 4);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "b.mp4"), "this is no video");
        Clip("c.mp4", 4);
        await using var harness = SourceHarness.Of(_folder.FullName);
        await harness.RunAsync();
        Assert.Equal(8, harness.Frames.Count);
        Assert.Contains("b.mp4", harness.Source.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FileIsGone_EndsWithTheReason()
    {
        await using var harness = SourceHarness.Of(Path.Combine(_folder.FullName, "gone.mp4"));
        await harness.RunAsync();
        Assert.Empty(harness.Frames);
        Assert.Contains("gone.mp4", harness.Source.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DamagedPackets_CountsWhatGaveNoPictureAndGoesOn()
    {
        var path = Clip("a.mp4", 100);
        var bytes = await File.ReadAllBytesAsync(path);
        var random = new Random(4);
        for (var i = 0; i < 60; i++) bytes[random.Next(bytes.Length / 4, bytes.Length * 3 / 4)] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(path, bytes);
        await using var harness = SourceHarness.Of(path);
        await harness.RunAsync();
        Assert.InRange(harness.Frames.Count, 20, 100);
        Assert.Equal(harness.Ledger.Arrived, harness.Ended);
        Assert.Equal(0, harness.Budget.Outstanding);
    }

    [Fact]
    public async Task RunAsync_StoppedHalfWay_LeavesNothingOpen()
    {
        using var stop = new CancellationTokenSource();
        var path = Clip("a.mp4", 100);
        await using var harness = new SourceHarness(new SourceConfig { Id = "cam", Uri = path, Loop = LoopCount.Endless },
            () => Sluice.Core.Stages.Decode.RecordingFolder.List(path), onFrame: index => index == 150 ? stop.CancelAsync() : Task.CompletedTask);
        await harness.RunAsync(stop.Token);
        Assert.InRange(harness.Frames.Count, 150, 260);
        Assert.Equal(harness.Ledger.Arrived, harness.Ended);
        Assert.Equal(0, harness.Budget.Outstanding);
    }

    [Fact]
    public async Task RunAsync_RecordingAndLittleMemory_WaitsAndLosesNothing()
    {
        var path = Clip("a.mp4", 30);
        await using var harness = new SourceHarness(new SourceConfig { Id = "cam", Uri = path },
            () => Sluice.Core.Stages.Decode.RecordingFolder.List(path), memory: 1);
        await harness.RunAsync();
        Assert.Equal(30, harness.Ledger[Outcome.Published]);
    }

    public void Dispose() => _folder.Delete(true);

    private string Clip(string name, int frames)
    {
        var path = Path.Combine(_folder.FullName, name);
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(frames / 25.0) }, path);
        return path;
    }
}
