using System.Text.Json;
using Sluice.Host;
using Sluice.Host.Bench.Capacity;
using Sluice.Host.Bench.Capacity.Check;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class CapacityCheckTests : IDisposable
{
    private readonly List<int> _asked = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-check-test");

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [InlineData(11, "Holds")]
    [InlineData(13, "Holds")]
    [InlineData(10, "TooHigh")]
    [InlineData(14, "TooLow")]
    public async Task Run_SoManyHoldNow_SaysWhetherElevenIsRight(int truth, string finding)
    {
        var verdict = await RunAsync(Claim(11), truth);
        Assert.Equal(finding, verdict.Finding.ToString());
        Assert.Equal(truth < 11 ? [11] : [11, 14], _asked);
    }

    [Theory, InlineData(10, "11 cameras fail, and other programs took"), InlineData(11, "an idle one may hold more")]
    public async Task Run_FailsBesideOtherWork_IsNotTold(int truth, string words)
    {
        var verdict = await RunAsync(Claim(11), truth, isDisturbed: true);
        Assert.Equal(CapacityFinding.Disturbed, verdict.Finding);
        Assert.Contains(words, verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoMoreWereTried_AsksForNoMoreNow()
    {
        Assert.Equal(CapacityFinding.Holds, (await RunAsync(Claim(11) with { IsMost = true }, 11)).Finding);
        Assert.Equal([11], _asked);
    }

    [Theory, InlineData(0, "Holds"), InlineData(1, "TooLow")]
    public async Task Run_NoneHeld_TriesOne(int truth, string finding)
    {
        Assert.Equal(finding, (await RunAsync(Claim(0), truth)).Finding.ToString());
        Assert.Equal([1], _asked);
    }

    [Theory, InlineData(0, 1), InlineData(1, 2), InlineData(5, 6), InlineData(10, 12), InlineData(11, 14)]
    public void TooMany_Answer_IsAFifthAboveItAndAtLeastOne(int cameras, int tooMany) => Assert.Equal(tooMany, Claim(cameras).TooMany);

    [Fact]
    public void Read_ResultAsItIsWritten_GivesRuleAndCameras()
    {
        var claim = CapacityClaim.Read(Write(CapacityReport.Json(Result())));
        Assert.Equal((3, false, 10.0, 500, 40, "rev"), (claim.Cameras, claim.IsMost, claim.Fps, claim.P95.TotalMilliseconds, claim.Window.TotalSeconds, claim.Revision));
        claim.MustBeOf("rev", Result().Clips);
        var options = claim.Options(Result().Options with { P95 = TimeSpan.FromSeconds(9) }, null);
        Assert.Equal((500, 80, 1), (options.P95.TotalMilliseconds, options.Window.TotalSeconds, options.Cores));
    }

    [Fact]
    public void Read_NoResult_SaysWhatItWouldTake()
        => Assert.Contains("it is no capacity.json", Assert.Throws<UsageException>(() => CapacityClaim.Read(Write("{}"))).Message, StringComparison.Ordinal);

    [Fact]
    public void MustBeOf_OtherGraphClipsOrBox_IsRefused()
    {
        var claim = CapacityClaim.Read(Write(CapacityReport.Json(Result())));
        Assert.Contains("another graph", Assert.Throws<UsageException>(() => claim.MustBeOf("other", Result().Clips)).Message, StringComparison.Ordinal);
        Assert.Contains("h264 640x360 at 10 fps, 1.00 Mbit/s; --source gives hevc", Assert.Throws<UsageException>(() => claim.MustBeOf("rev", [Result().Clips[0] with { Codec = "hevc" }])).Message, StringComparison.Ordinal);
        Assert.Contains("this is box with 4", Assert.Throws<UsageException>(() => claim.MustBeOf("box", 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_Verdict_HasFindingAndTrials()
    {
        using var json = JsonDocument.Parse((await RunAsync(Claim(11), 11)).Json());
        Assert.Equal("holds", json.RootElement.GetProperty("finding").GetString());
        Assert.Equal([true, false], json.RootElement.GetProperty("trials").EnumerateArray().Select(static trial => trial.GetProperty("holds").GetBoolean()));
    }

    private Task<CapacityVerdict> RunAsync(CapacityClaim claim, int truth, bool isDisturbed = false) => new CapacityCheck(claim, count =>
    {
        _asked.Add(count);
        var trial = new Trial(count, TrialEnd.Done, [], null);
        return Task.FromResult(count <= truth ? trial : trial with { Reasons = ["too many"] });
    }, _ => isDisturbed).RunAsync();

    private string Write(string json)
    {
        var path = Path.Combine(_folder.FullName, "capacity.json");
        File.WriteAllText(path, json);
        return path;
    }

    private static CapacityClaim Claim(int cameras)
        => new("capacity.json", cameras, false, 10, TimeSpan.FromMilliseconds(500), 0.98, 0.005, TimeSpan.FromSeconds(40), 2, false, "rev", "box", 2, []);

    private static CapacityResult Result() => new()
    {
        Cameras = 3,
        Reserve = 0.2,
        Trials = [],
        Clips = [new("/x/c.mp4", "c.mp4", "h264", 640, 360, 10, 1_000_000, 2)],
        Options = new() { Graph = "g.yaml", Sets = [], Clips = ["c.mp4"], P95 = TimeSpan.FromMilliseconds(500), Window = TimeSpan.FromSeconds(40), Cores = 1 },
        Machine = new("box", 2, 1, "linux", ".net", "5.1", "1.30", "0.1", 0, default),
        Engine = "e",
        Revision = "rev",
        Models = new Dictionary<string, string>(),
        Stages = [],
    };
}
