using Sluice.Core.Sinks.Media;
using Sluice.Native.FFmpeg;

namespace Sluice.Tests.Media;

public sealed class ClipSinkTests : IDisposable
{
    private static readonly string[] Reordered = ["-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-x264-params", "scenecut=0"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-clip");

    public void Dispose() => _folder.Delete(recursive: true);

    [FFmpegTheory]
    [InlineData("b-frames.mp4", new[] { "-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-x264-params", "scenecut=0" })]
    [InlineData("open-groups.mkv", new[] { "-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-x264-params", "scenecut=0:open-gop=1" })]
    [InlineData("hevc.mp4", new[] { "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:open-gop=0:scenecut=0:bframes=2" })]
    [InlineData("hevc-open-groups.mkv", new[] { "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:open-gop=1:scenecut=0:bframes=2" })]
    public async Task Clip_OfATrigger_HasTheSourcesPacketsFromTheIntraFrameBeforeItOn(string name, string[] encoding)
    {
        var path = Made(name, encoding);
        var harness = await PlayAsync(path, 55);
        Assert.Equal((1, 1, 0L), (harness.Counts.Accepted, harness.Counts.Acknowledged, harness.Counts.Dropped!.Value));
        var source = ClipPackets.Read(path);
        var clip = ClipPackets.Read(Written);

        // One second before 5.5 s is within the second that begins at 4 s; one and a half after is 7 s.
        Assert.Equal(4, source.TimeOf(clip.Sums[0]), 0.051);
        Assert.InRange(source.TimeOf(clip.Sums[0]) + clip.End, 6.999, 7.501);
        Assert.True(clip.Keys[0]);
        Assert.Equal(0, clip.Times[0], 0.001);
        Assert.All(clip.Sums, sum => Assert.Contains(sum, source.Sums));
        Assert.Equal(clip.Sums.Count, DecodedVideo.Read(Written).Times.Count);
        Assert.Empty(_folder.GetFiles("*.part"));
        Assert.Contains("\"trigger_frame\": 55", await File.ReadAllTextAsync(Path.ChangeExtension(Written, ".json")));
    }

    [FFmpegFact]
    public async Task Clip_OfATransportStream_PlaysAndIsAsTheSourceDecodes()
    {
        var path = Made("stream.ts", Reordered);
        await PlayAsync(path, 55);
        var pictures = DecodedVideo.Read(path).CentreLuma;
        var clip = DecodedVideo.Read(Written);
        Assert.InRange(clip.Times.Count, 27, 33);
        Assert.Equal(pictures.Skip(40).Take(clip.Times.Count - 3), clip.CentreLuma.Take(clip.Times.Count - 3));
    }

    [FFmpegFact]
    public async Task Clip_OfATurnedSource_IsTurned()
    {
        var path = Made("straight.mp4", Reordered);
        var turned = Path.Combine(_folder.FullName, "turned.mp4");
        MadeClip.Run(["-i", path, "-c", "copy", "-metadata:s:v:0", "rotate=90", turned]);
        using var source = Demuxer.Open(turned);
        Assert.NotEqual(0, source.Video.RotationDegrees);
        await PlayAsync(turned, 55);
        using var clip = Demuxer.Open(Written);
        Assert.Equal(source.Video.RotationDegrees, clip.Video.RotationDegrees);
    }

    [FFmpegFact]
    public async Task Trigger_WhileAClipRuns_MakesItLongerUpToMax()
    {
        var path = Made("long.mp4", Reordered);
        var harness = new ClipHarness(_folder.FullName, Options with { Max = TimeSpan.FromSeconds(4) }) { Triggers = [.. Enumerable.Range(25, 30)] };
        await harness.PlayAsync(path);
        Assert.InRange(ClipPackets.Read(Written).End, 0.5, 4.301);
        Assert.True(harness.Counts.Acknowledged >= 2);
    }

    [FFmpegFact]
    public async Task Trigger_OlderThanThePackets_WritesNothingAndSaysSoOnce()
    {
        var path = Path.Combine(_folder.FullName, "old.mp4");
        MadeClip.Make(path, 30, Reordered);
        var harness = new ClipHarness(_folder.FullName, Options) { Triggers = [5, 6, 7], IsLate = true };
        await harness.PlayAsync(path);
        Assert.Equal((0, 0, 3L), (harness.Counts.Accepted, harness.Counts.Acknowledged, harness.Counts.Dropped!.Value));
        var line = Assert.Single(harness.Log.Lines);
        Assert.Contains("no clip of 'cam' around frame 5 at 0.50 s", line);
        Assert.Contains("'pre'", line);
        Assert.False(File.Exists(Written));
    }

    [FFmpegFact]
    public async Task Trigger_AfterTheSourcesEnd_StillGetsItsPackets()
    {
        var path = Made("late.mp4", Reordered);
        var harness = new ClipHarness(_folder.FullName, Options) { Triggers = [85], IsLate = true };
        await harness.PlayAsync(path);
        Assert.Equal(1, harness.Counts.Acknowledged);
        Assert.Equal(30, ClipPackets.Read(Written).Sums.Count);
    }

    [FFmpegTheory]
    [InlineData("b-frames.mp4", "-bf", "3")]
    [InlineData("straight.mp4", "-bf", "0")]
    public void Clip_NeverFinished_PlaysUpToItsLastSecond(string name, string option, string value)
    {
        const int Written = 75, RateHz = 10;
        var path = Made(name, ["-c:v", "libx264", "-preset", "veryfast", option, value]);
        var torn = Path.Combine(_folder.FullName, "torn.mp4");
        using (var input = Demuxer.Open(path))
        using (var writer = new StreamCopyWriter(torn + ".part", input.Video))
        using (var packet = new AvPacket())
        {
            for (var i = 0; i < Written && input.TryRead(packet) == ReadResult.Packet; i++) writer.Write(packet);

            // As it lies on the disk when the process is killed now.
            File.Copy(torn + ".part", torn);
        }

        var (source, clip) = (DecodedVideo.Read(path), DecodedVideo.Read(torn));
        Assert.InRange(clip.Times.Count, Written - (2 * RateHz), Written);
        Assert.Equal(source.CentreLuma.Take(clip.Times.Count - 3), clip.CentreLuma.Take(clip.Times.Count - 3));
        Assert.Equal(0, clip.Times[0], 0.001);
    }

    [FFmpegFact]
    public async Task Source_RunsAgain_IsClippedAgain()
    {
        var path = Made("again.mp4", Reordered);
        var harness = await PlayAsync(path, 55);
        var first = ClipPackets.Read(Written).Sums;
        File.Delete(Written);
        await harness.PlayAsync(path);
        Assert.Equal(2, harness.Counts.Acknowledged);
        Assert.Equal(first, ClipPackets.Read(Written).Sums);
    }

    [FFmpegFact]
    public async Task Source_WithoutTimes_IsSaidOnceAndGoesOn()
    {
        var path = Made("bare.h264", Reordered);
        var harness = await PlayAsync(path, 55);
        Assert.Equal(100, harness.Frames.Count);
        Assert.Equal((0L, 0L), (harness.Counts.Accepted, harness.Counts.Acknowledged));
        Assert.Single(harness.Log.Lines);
    }

    [FFmpegFact]
    public async Task Folder_ThatCannotBeWritten_IsOneErrorAndFramesGoOn()
    {
        var path = Made("blocked.mp4", Reordered);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cam"), "in the way");
        var harness = new ClipHarness(_folder.FullName, Options with { Name = "{source}/{frame}" }) { Triggers = [20, 40, 60] };
        await harness.PlayAsync(path);
        Assert.Equal(100, harness.Frames.Count);
        Assert.Equal(1, harness.Log.Errors);
        Assert.Equal((0, 3L), (harness.Counts.Acknowledged, harness.Counts.Dropped!.Value));
    }

    [FFmpegFact]
    public async Task Disk_Full_IsOneErrorAndLaterClipsAreWritten()
    {
        var path = Made("full.mp4", Reordered);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "00000020.mp4.part"), "/dev/full");
        var harness = new ClipHarness(_folder.FullName, Options with { Name = "{frame}" }) { Triggers = [20, 80] };
        await harness.PlayAsync(path);
        Assert.Equal(1, harness.Log.Errors);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "00000020.mp4")));
        Assert.NotEmpty(DecodedVideo.Read(Path.Combine(_folder.FullName, "00000080.mp4")).Times);
    }

    private static ClipOptions Options => new() { Name = "clip", Pre = TimeSpan.FromSeconds(1), Post = TimeSpan.FromSeconds(1.5) };

    private string Written => Path.Combine(_folder.FullName, "clip.mp4");

    private string Made(string name, string[] encoding)
    {
        var path = Path.Combine(_folder.FullName, name);
        MadeClip.Make(path, 10, encoding);
        return path;
    }

    private async Task<ClipHarness> PlayAsync(string path, long trigger)
    {
        var harness = new ClipHarness(_folder.FullName, Options) { Triggers = [trigger] };
        await harness.PlayAsync(path);
        return harness;
    }
}
