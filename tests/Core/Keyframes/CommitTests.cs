using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

/// <summary>What is kept before a period ends.</summary>
public sealed class CommitTests
{
    private static readonly KeyframeOptions Options = KeyframeScene.Options(6, 0, TimeSpan.FromSeconds(100)) with { Commit = TimeSpan.FromSeconds(10) };

    [Fact]
    public void IsCommitDue_EveryTenSeconds_IsOnceEach()
    {
        using var scene = new KeyframeScene(Options);
        var due = new List<int>();
        for (var i = 0; i < 45; i++)
        {
            if (scene.Selector.IsCommitDue)
            {
                due.Add(i);
                scene.Commit(double.MaxValue);
            }

            scene.Show(i % 16, i);
        }

        Assert.Equal([11, 21, 31, 41], due);
    }

    [Fact]
    public void Commit_NothingIsWorthIt_KeepsNothing()
    {
        using var scene = Shown(50);
        Assert.Equal(0, scene.Commit(double.MaxValue));
        scene.End();
        Assert.Equal(3, scene.Chosen.Count);
    }

    [Fact]
    public void Commit_PriceOfThePeriodBefore_KeepsSomeAndTheWholeStaysWithinTheBudget()
    {
        using var scene = Shown(100);
        for (var i = 100; i < 160; i++) scene.Show((i / 5) % 16, i);
        var price = scene.Price!.Value;
        var early = scene.Commit(price);
        Assert.InRange(early, 1, 6);
        Assert.Equal(0, scene.Commit(double.MaxValue));
        for (var i = 160; i < 199; i++) scene.Show((i / 5) % 16, i);
        scene.End();
        Assert.Equal(12, scene.Chosen.Count);
        Assert.Equal(12, scene.Chosen.Distinct().Count());
        Assert.Equal(12, scene.Selector.Ledger[SelectionOutcome.Archived]);
        Assert.Equal(scene.Selector.Ledger.Offered, Enum.GetValues<SelectionOutcome>().Sum(outcome => scene.Selector.Ledger[outcome]));
    }

    [Fact]
    public void Commit_EverythingIsCheap_LeavesTheRandomShareAlone()
    {
        using var scene = new KeyframeScene(Options with { Random = 0.5 });
        for (var i = 0; i < 99; i++)
        {
            scene.Show(i / 5 % 16, i);
            if (i % 10 == 9) scene.Commit(0);
        }

        scene.End();
        Assert.Equal(6, scene.Chosen.Count);
        Assert.Equal(3, scene.Choices.Count(static choice => choice.Why.IsRandom));
    }

    [Fact]
    public void Close_TrackWasShownEarly_IsNotPaidForAgain()
    {
        using var scene = new KeyframeScene(Options);
        for (var i = 0; i < 50; i++) scene.Show(i / 5 % 4, i, [SourceSelectorTests.Object("car", 7)]);
        Assert.NotEqual(0, scene.Commit(0));
        for (var i = 50; i < 99; i++) scene.Show(4 + (i / 5 % 4), i, [SourceSelectorTests.Object("car", 7)]);
        scene.End();
        Assert.Single(scene.Choices, static choice => choice.Why.Tracks > 0);
    }

    [Fact]
    public void Load_CutOffAfterACommit_ChoosesWhatOneRunWould()
    {
        Assert.Equal(Run(isCut: false), Run(isCut: true));

        static IReadOnlyList<long> Run(bool isCut)
        {
            var scene = Shown(50);
            scene.Commit(0);
            if (isCut) scene = scene.Restart(Options);
            for (var i = 50; i < 99; i++) scene.Show((i / 5) % 16, i, [SourceSelectorTests.Object("car", i / 9)]);
            scene.End();
            using (scene) return scene.Chosen;
        }
    }

    [Theory]
    [InlineData(null, BudgetShare.Source, 10, "is for a budget that begins anew")]
    [InlineData(100, BudgetShare.Global, 10, "is for a budget of each source")]
    [InlineData(100, BudgetShare.Source, 100, "is 100 s, and a period of the budget 100 s")]
    public void Check_CommitThatCannotBe_SaysWhy(int? period, BudgetShare share, int commit, string said)
    {
        var options = new KeyframeOptions
        {
            Budget = new() { Rate = new(6, period is { } seconds ? TimeSpan.FromSeconds(seconds) : null), Share = share },
            Commit = TimeSpan.FromSeconds(commit),
        };
        var fault = Assert.Single(new KeyframeFactory().Check((object)options), static one => one.Key == "commit");
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    private static KeyframeScene Shown(int seconds)
    {
        var scene = new KeyframeScene(Options);
        for (var i = 0; i < seconds; i++) scene.Show(i / 5 % 16, i);
        return scene;
    }
}
