using Sluice.Host.Bench.Capacity;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class CapacityRuleTests
{
    private const double Fps = 10;
    private readonly CapacityRule _rule = new(TimeSpan.FromMilliseconds(500));

    [Fact]
    public void Judge_EveryCameraWithinTheRule_Holds() => Assert.True(Judge(Camera(), Camera()).Holds);

    [Theory]
    [InlineData(0.97, 0, 0.1, 0, "delivered")]
    [InlineData(1, 0.006, 0.1, 0, "lost")]
    [InlineData(1, 0, 0.6, 0, "p95 600 ms")]
    [InlineData(1, 0, 0.1, 1, "restarted")]
    public void Judge_OneOfTwoCamerasBeyondIt_FailsAndSaysWhich(double delivered, double lost, double p95, int restarts, string why)
    {
        var trial = Judge(Camera(), Camera(delivered, lost, p95, restarts));
        Assert.False(trial.Holds);
        Assert.Contains(why, Assert.Single(trial.Reasons), StringComparison.Ordinal);
        Assert.StartsWith("camera1", trial.Reasons[0], StringComparison.Ordinal);
        if (restarts == 0) Assert.Equal("camera1", trial.Worst!.Source);
    }

    [Theory]
    [InlineData(0.4, 74, true)]
    [InlineData(0.4, 71, false)]
    [InlineData(0.01, 74, false)]
    [InlineData(5, 71, false)]
    public void Judge_ShortWindow_ExpectsWhatHadTheTimeToGetThrough(double p95, long delivered, bool isEnough)
    {
        // Eight seconds at ten frames: of the 80 the last four had no time to get through where frames take 0.4 s; frames that take longer
        // than they may are no excuse.
        var trial = _rule.Judge(new(1, TrialEnd.Done, [Tick(8, 0.1, Camera() with { Delivered = delivered, P95 = p95 })], null), Sent(1));
        Assert.Equal(isEnough, !trial.Reasons.Any(static reason => reason.Contains("delivered", StringComparison.Ordinal)));
    }

    [Theory, InlineData(1, true), InlineData(2, false)]
    public void Judge_FramesLostInAShortWindow_OneIsNoRate(int lost, bool holds)
        => Assert.Equal(holds, _rule.Judge(new(1, TrialEnd.Done, [Tick(10, 0.1, Camera() with { Arrived = 100, Delivered = 100, Lost = lost })], null), Sent(1)).Holds);

    [Fact]
    public void Judge_LatencyThatRisesAllTheTime_FailsThoughItIsShort()
    {
        var trial = _rule.Judge(new(1, TrialEnd.Done, [.. Enumerable.Range(1, 100).Select(at => Tick(at, 0.05 + (at * 0.002) + ((at % 3) * 0.01), Camera()))], null), Sent(1));
        Assert.Contains("latency slides", Assert.Single(trial.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_LatencyThatOnlyVaries_Holds()
    {
        var random = new Random(5);
        Assert.True(_rule.Judge(new(1, TrialEnd.Done, [.. Enumerable.Range(1, 100).Select(at => Tick(at, 0.05 + (random.NextDouble() * 0.2), Camera()))], null), Sent(1)).Holds);
    }

    [Fact]
    public void Judge_Crash_FailsWithTheLastWords()
        => Assert.Equal(["the engine crashed: no such model"], _rule.Judge(new(1, TrialEnd.Crashed, [], "no such model\n"), Sent(1)).Reasons);

    [Fact]
    public void IsHopeless_FarBeyondTheRule_OnlyOnceThereIsEnoughToSee()
    {
        Assert.False(_rule.IsHopeless(Tick(2, 0.1, Camera(0.5)), Sent(1)));
        Assert.True(_rule.IsHopeless(Tick(6, 0.1, Camera() with { Delivered = 10 }), Sent(1)));
    }

    private Trial Judge(params TrialSource[] cameras)
        => _rule.Judge(new(cameras.Length, TrialEnd.Done, [Tick(100, 0.1, [.. cameras.Select(static (camera, i) => camera with { Id = $"camera{i}" })])], null), Sent(cameras.Length));

    private static TrialCamera[] Sent(int count) => [.. Enumerable.Range(0, count).Select(static i => new TrialCamera($"camera{i}", "a", "clip.mp4", Fps, 0, i))];

    private static TrialTick Tick(double at, double latency, params TrialSource[] cameras) => new(at, at, [], at, 1, latency, latency, 0, 0, 1, cameras, []);

    private static TrialSource Camera(double delivered = 1, double lost = 0, double p95 = 0.1, int restarts = 0)
        => new("camera0", 1000, (long)(1000 * delivered), (long)(1000 * lost), 0, restarts, true, p95 / 2, p95, p95);
}
