using Sluice.EndToEnd.Tests.Program;
using Sluice.Host.Bench.Peers;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class PeerTests : IDisposable
{
    private static readonly PeerResult Ours = new("Sluice", 100, 50, 1, 2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-peers-test");

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [InlineData(100, 52L, true)]
    [InlineData(100, 60L, false)]
    [InlineData(99, 50L, false)]
    [InlineData(100, null, true)]
    public void Line_OtherFramesOrObjects_IsAnotherJob(int frames, long? objects, bool isSame)
        => Assert.Equal(isSame, Line(new("other", frames, objects, 1, 3)).IsSameJob);

    [Theory]
    [InlineData(1, 3, true)]
    [InlineData(1, 4, false)]
    [InlineData(0, 3, false)]
    public void Line_FewObjects_MayDifferByTwo(long ours, long theirs, bool isSame)
        => Assert.Equal(isSame, new PeerLine("other", [Ours with { Objects = ours }], [new("other", 100, theirs, 1, 3)], null, 0.1).IsSameJob);

    [Fact]
    public void Json_Rounds_HasTheMedianOfTheRatiosAndTheirSpread()
    {
        var line = new PeerLine("other", [Ours, Ours, Ours], [Other(2), Other(3), Other(8)], null, 0.1).Json();
        Assert.Equal((1.5, 1.0, 4.0), ((double)line["cpu_ratio"], (double)line["cpu_ratio_least"], (double)line["cpu_ratio_most"]));
    }

    [RtspTheory]
    [InlineData("ffmpeg-decode.py", "decode")]
    [InlineData("ffmpeg-decode.py", "convert")]
    [InlineData("gstreamer.py", "decode")]
    [InlineData("gstreamer.py", "convert")]
    public async Task Script_Clip_SeesEveryFrame(string file, string job)
    {
        var clip = Path.Combine(_folder.FullName, "cars.mp4");
        await SluiceProgram.RunAsync(["scene", "write", "scene:crossing?seed=3&duration=1s&size=320x180", "--out", clip]);
        var script = new PeerScript(file, ["/usr/bin/python3"], Path.Combine(Repository.Root, "bench", "peers", file), 1);
        var result = await script.RunAsync(new() { ["job"] = job, ["video"] = clip, ["width"] = 160, ["height"] = 160, ["color"] = "bgr" }, default);
        Assert.Equal((25, null), (result.Frames, result.Objects));
        Assert.True(result.CpuSeconds > 0);
    }

    private static PeerLine Line(PeerResult other) => new("other", [Ours], [other], null, 0.1);

    private static PeerResult Other(double cpuSeconds) => new("other", 100, null, 1, cpuSeconds);
}
