using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Tests;
using Sluice.Tests.Media;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class GatedSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-gated");

    public void Dispose() => _folder.Delete(recursive: true);

    [FFmpegFact]
    public async Task RunAsync_OneObjectInALongQuietTime_DecodesTheObjectWholeAndLittleElse()
    {
        // A minute of a textured wall and sensor noise at 10 frames a second; from 40 s to 46 s a box crosses it.
        var path = Path.Combine(_folder.FullName, "quiet.mp4");
        MadeClip.Run(["-f", "lavfi", "-i", "color=gray:size=320x180:rate=10:duration=60", "-f", "lavfi", "-i", "testsrc2=size=60x90:rate=10:duration=60",
            "-filter_complex", "[0]geq=lum='128+70*sin(X/7+sin(Y/3))*cos(Y/9)':cb=128:cr=128,noise=alls=4:allf=t+u:all_seed=1[n];" +
            "[n][1]overlay=x='(t-40)*40':y=60:enable='between(t,40,46)'", "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", "20", "-bf", "2", "-x264-params", "scenecut=0", "-threads", "1", path]);
        var config = new SourceConfig { Id = "cam", Uri = path, Location = path, Threads = 1, Gate = new GateOptions { Floor = TimeSpan.FromSeconds(10) } };
        var run = await SelectionHarness.RunAsync(config);

        Assert.Equal(600, run.Ledger.Arrived);
        Assert.Equal(600, run.Ended);
        Assert.Equal(600 - run.Frames.Count, run.Ledger[Outcome.SampledOut]);
        Assert.All(run.Frames, frame => Assert.Equal((long)Math.Round(frame.Seconds!.Value * 10), frame.Index));
        var seen = run.Frames.Select(static f => f.Index).ToHashSet();
        Assert.All(Enumerable.Range(400, 60), index => Assert.Contains(index, seen));
        Assert.InRange(seen.Count(static index => index is >= 250 and < 350), 1, 2);
        Assert.InRange(seen.Count(static index => index >= 540), 0, 2);
        Assert.Equal((GateState.Quiet, 600L, 1L), (run.Gate!.State, run.Gate.Packets, run.Gate.Openings));
        Assert.InRange(run.Gate.Skipped, 1, run.Ledger[Outcome.SampledOut]);
    }

    [FFmpegFact]
    public async Task RunAsync_TestPictureThatMoves_EndsEveryPacketOnce()
    {
        var path = Path.Combine(_folder.FullName, "busy.mp4");
        MadeClip.Make(path, 20, "-c:v", "libx264", "-preset", "veryfast", "-bf", "2");
        var run = await SelectionHarness.RunAsync(new() { Id = "cam", Uri = path, Location = path, Threads = 1, Gate = new GateOptions() });
        Assert.Equal(200, run.Ledger.Arrived);
        Assert.Equal(run.Ledger.Arrived, run.Ended);
        Assert.Equal(run.Ledger.Arrived - run.Frames.Count, run.Ledger[Outcome.SampledOut]);
    }
}
