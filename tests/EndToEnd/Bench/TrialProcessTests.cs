using System.Text.Json;
using Sluice.Host.Bench.Capacity;

namespace Sluice.EndToEnd.Tests.Bench;

/// <summary>How trials end that end badly, with a shell in the engine's place.</summary>
public sealed class TrialProcessTests
{
    private const long Most = 1_000_000;
    private readonly CapacityRule _rule = new(TimeSpan.FromMilliseconds(500));

    [Fact]
    public async Task Run_ProcessThatIsKilled_IsOutOfMemory()
    {
        var trial = await RunAsync($"{Say(Tick(1, 10))}; kill -9 $$");
        Assert.Equal(TrialEnd.OutOfMemory, trial.End);
        Assert.StartsWith("memory ran out", trial.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProcessThatFails_IsACrashWithItsLastWords()
    {
        var trial = await RunAsync("read spec; echo 'no such model' >&2; exit 1");
        Assert.Equal((TrialEnd.Crashed, "the engine crashed: no such model"), (trial.End, Assert.Single(trial.Reasons)));
    }

    [Fact]
    public async Task Run_ProcessThatReadsNothing_IsACrashToo() => Assert.Equal(TrialEnd.Crashed, (await RunAsync("exec <&-; exit 1")).End);

    [Fact]
    public async Task Run_MoreMemoryThanItMay_EndsItAtOnce()
    {
        var trial = await RunAsync($"{Say(Tick(1, 10))}; {Say(Tick(2, 20) with { ResidentBytes = Most + 1 })}; cat > /dev/null");
        Assert.Equal((TrialEnd.OutOfMemory, 2), (trial.End, trial.Ticks.Count));
    }

    [Fact]
    public async Task Run_NoReadingAnyMore_IsAStall()
    {
        var trial = await RunAsync($"{Say(Tick(1, 10))}; cat > /dev/null", patience: TimeSpan.FromMilliseconds(200));
        Assert.Equal(TrialEnd.Stalled, trial.End);
        Assert.Contains("no reading came", trial.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FramesThatNoLongerGetThrough_IsAStallOfTheStageTheyWaitFor()
    {
        var stuck = Enumerable.Range(1, 8).Select(at => Say(Tick(at, 10) with { Stages = [new("detect", "detect", 10, 1, 1, 0, 12, 16, 0, null)] }));
        var trial = await RunAsync($"{string.Join("; ", stuck)}; cat > /dev/null");
        Assert.Equal((TrialEnd.Stalled, 5), (trial.End, trial.Ticks.Count));
        Assert.Contains("nothing got through for 4 s; 12 frames wait for stage 'detect'", trial.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FramesThatComeSlowly_IsNoStall()
        => Assert.Equal(TrialEnd.Done, (await RunAsync(string.Join("; ", Enumerable.Range(1, 8).Select(at => Say(Tick(at, 10 + (at / 3))))))).End);

    private async Task<Trial> RunAsync(string script, TimeSpan? patience = null)
    {
        var process = new TrialProcess(_rule, null, Most) { Program = ["/bin/sh", "-c", script], Patience = patience ?? TimeSpan.FromSeconds(30) };
        TrialCamera[] cameras = [new("camera1", "a", "clip.mp4", 1, 0, 1)];
        return _rule.Judge(await process.RunAsync(new("graph.yaml", [], cameras, 0, 1, 60, "/"), static _ => { }, CancellationToken.None), cameras);
    }

    private static string Say(TrialTick tick) => $"echo '{JsonSerializer.Serialize(tick, TrialSpec.Form)}'";

    private static TrialTick Tick(double at, long delivered) => new(at, at, [], at, 1, 0.1, 0.1, 0, 0, 1, [new("camera1", delivered, delivered, 0, 0, 0, true, 0.1, 0.1, 0.1)], []);
}
