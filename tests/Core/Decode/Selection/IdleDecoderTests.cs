using Sluice.Core.Config;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Stages.Flow;
using Sluice.Tests;
using Sluice.Tests.Media;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class IdleDecoderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-idle");

    public void Dispose() => _folder.Delete(recursive: true);

    // At 10 frames a second with an intra frame in 30 and every 15th wanted: half of those follow an intra frame that was given to a decoder
    // which is closed by then, and the other half stand alone.
    [FFmpegTheory]
    [InlineData("avc.mp4", new[] { "-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-g", "30", "-x264-params", "scenecut=0" })]
    [InlineData("annexb.ts", new[] { "-c:v", "libx264", "-preset", "veryfast", "-bf", "0", "-g", "30", "-x264-params", "scenecut=0" })]
    public async Task RunAsync_NothingToDecodeForAWhile_ClosesTheDecoderAndGivesTheSamePictures(string name, string[] encoding)
    {
        var path = Path.Combine(_folder.FullName, name);
        MadeClip.Make(path, 8, encoding);
        var config = new SourceConfig { Id = "cam", Uri = path, Location = path, Threads = 1 };
        var whole = await SelectionHarness.RunAsync(config);
        var push = new Pushdown { Choices = [new("sample", new SampleOptions { Every = 15 })] };

        var thrifty = await SelectionHarness.RunAsync(config with { Pace = Pace.Realtime }, push, new EmissionClock(TimeSpan.FromSeconds(1.5)));

        Assert.Equal(whole.Frames.Where(static f => f.Index % 15 == 0).Select(static f => (f.Index, f.Pixels)), thrifty.Frames.Select(static f => (f.Index, f.Pixels)));
        Assert.Equal(3, thrifty.Decoding!.IdleClosings);
        Assert.Equal(whole.Ledger.Arrived, thrifty.Ended);
    }
}
