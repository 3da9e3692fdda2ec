using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class JointChoiceTests
{
    private const int Looks = 12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Choose_OneStreamByTwoNames_ShowsAsMuchAsOneWithAllOfTheBudget(bool reversed)
    {
        var kept = new KeptFrames(100);
        using var gate = Shown("gate", kept);
        using var yard = Shown("yard", kept);
        var (a, b) = await ChooseAsync(kept, gate, yard, Looks / 2, reversed);
        Assert.Equal(Looks / 2, a.Count);
        Assert.Equal(Looks / 2, b.Count);
        Assert.Equal(Looks, a.Concat(b).Select(static frame => LookOf(frame)).Distinct().Count());
    }

    [Fact]
    public async Task Choose_InAnotherOrder_IsTheSame()
    {
        var runs = new List<(List<long> A, List<long> B)>();
        foreach (var reversed in new[] { false, true })
        {
            var kept = new KeptFrames(100);
            using var gate = Shown("gate", kept, random: 0.3);
            using var yard = Shown("yard", kept, random: 0.3);
            runs.Add(await ChooseAsync(kept, gate, yard, 4, reversed));
        }

        Assert.Equal(runs[0].A, runs[1].A);
        Assert.Equal(runs[0].B, runs[1].B);
    }

    [Fact]
    public async Task Choose_OneGivesUp_TheOtherGoesOn()
    {
        var kept = new KeptFrames(100);
        using var gate = Shown("gate", kept);
        using var yard = Shown("yard", kept);
        using var stop = new CancellationTokenSource();
        var together = new JointChoice(2);
        using var one = Ranked(gate, kept);
        var waiting = together.ChooseAsync(one, 3, kept, stop.Token);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        using var other = Ranked(yard, kept);
        Assert.Equal(3, Done(await together.ChooseAsync(other, 3, kept, default)).Count);
    }

    [Fact]
    public async Task Choose_TheLastToComeLeaves_TheOthersGoOn()
    {
        var kept = new KeptFrames(100);
        using var gate = Shown("gate", kept);
        var together = new JointChoice(2);
        using var period = Ranked(gate, kept);
        var waiting = together.ChooseAsync(period, 3, kept, default);
        Assert.False(waiting.IsCompleted);
        together.Leave();
        Assert.Equal(3, Done(await waiting).Count);
    }

    private static async Task<(List<long> A, List<long> B)> ChooseAsync(KeptFrames kept, KeyframeScene gate, KeyframeScene yard, int each, bool reversed)
    {
        using var a = Ranked(gate, kept);
        using var b = Ranked(yard, kept);
        var together = new JointChoice(2);
        var first = together.ChooseAsync(reversed ? b : a, each, kept, default);
        var second = together.ChooseAsync(reversed ? a : b, each, kept, default);
        var (one, other) = (Done(await first), Done(await second));
        return reversed ? (other, one) : (one, other);
    }

    private static Period Ranked(KeyframeScene scene, KeptFrames kept)
    {
        var period = scene.Selector.Close();
        period.Rank(kept, period.Budget);
        return period;
    }

    private static List<long> Done((List<KeyframeChoice> Choices, PeriodSummary Summary) chosen)
    {
        foreach (var choice in chosen.Choices) choice.Frame.Dispose();
        return chosen.Choices.ConvertAll(static choice => choice.Frame.Info.Index);
    }

    private static long LookOf(long frame) => frame / 10 % Looks;

    private static KeyframeScene Shown(string source, KeptFrames kept, double random = 0)
    {
        var options = KeyframeScene.Options(Looks, random);
        var scene = new KeyframeScene(options with { Budget = options.Budget with { Share = BudgetShare.Global } }, source, kept);
        for (var i = 0; i < 20 * Looks; i++) scene.Show((int)LookOf(i), i * 0.04);
        return scene;
    }
}
