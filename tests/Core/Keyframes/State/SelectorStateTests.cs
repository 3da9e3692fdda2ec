using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes.State;

public sealed class SelectorStateTests
{
    private static readonly KeyframeOptions Many = KeyframeScene.Options(8, 0.25) with
    {
        Clusters = 12,
        Triggers =
        [
            new() { When = TriggerKind.CountJump, MoreThan = 1, Within = TimeSpan.FromSeconds(5), Rate = new(6, TimeSpan.FromHours(1)) },
            new() { When = TriggerKind.NewClass, Within = TimeSpan.FromSeconds(4), Rate = new(6, TimeSpan.FromHours(1)) },
        ],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(137)]
    [InlineData(399)]
    public void Load_CutOffAtAnyFrame_ChoosesWhatOneRunWould(int at)
    {
        using var whole = Run(null);
        using var cut = Run(at);
        Assert.Equal(whole.Chosen, cut.Chosen);
        Assert.Equal(whole.Choices.Select(static choice => choice.Why.Keyframe.Score), cut.Choices.Select(static choice => choice.Why.Keyframe.Score));
        Assert.Equal(whole.Selector.Watches.Select(static watch => (watch.Fired, watch.Suppressed)), cut.Selector.Watches.Select(static watch => (watch.Fired, watch.Suppressed)));
        foreach (var outcome in Enum.GetValues<SelectionOutcome>()) Assert.Equal((outcome, whole.Selector.Ledger[outcome]), (outcome, cut.Selector.Ledger[outcome]));
    }

    [Fact]
    public void Load_CutOffInTheSecondPeriod_DrawsTheSameAtRandom()
    {
        Assert.Equal(Draw(null), Draw(150));

        static IReadOnlyList<long> Draw(int? cut)
        {
            var options = KeyframeScene.Options(4, 1, TimeSpan.FromSeconds(100));
            var scene = new KeyframeScene(options);
            for (var i = 0; i < 250; i++)
            {
                if (i == cut) scene = scene.Restart(options);
                scene.Show(i % 16, i);
            }

            scene.End();
            using (scene) return scene.Chosen;
        }
    }

    [Fact]
    public void Load_PicturesAreGone_CountsThemAndGoesOn()
    {
        var scene = new KeyframeScene(KeyframeScene.Options(4)) { Forgets = static _ => true };
        for (var i = 0; i < 100; i++) scene.Show(i % 4, i * 0.04);
        using var next = scene.Restart(KeyframeScene.Options(4));
        for (var i = 0; i < 100; i++) next.Show(i % 4, 4 + (i * 0.04));
        next.End();
        Assert.Equal(4, next.Chosen.Count);
        Assert.Equal(200, Enum.GetValues<SelectionOutcome>().Sum(outcome => next.Selector.Ledger[outcome]));
    }

    [Fact]
    public void Load_FewerClusters_MergesThem()
    {
        var scene = new KeyframeScene(KeyframeScene.Options(4) with { Clusters = 14 });
        for (var i = 0; i < 100; i++) scene.Show(i % 16, i * 0.04);
        using var next = scene.Restart(KeyframeScene.Options(4) with { Clusters = 5 });
        next.End();
        Assert.InRange(next.Summary!.Clusters, 1, 5);
        Assert.Equal(100, next.Choices.Sum(static choice => choice.Why.StandsFor));
    }

    [Fact]
    public void Close_StartedOverAndOverInOnePeriod_KeepsToTheBudget()
    {
        var options = KeyframeScene.Options(4, 0, TimeSpan.FromHours(1));
        var scene = new KeyframeScene(options);
        for (var start = 0; start < 12; start++)
        {
            for (var i = 0; i < 40; i++) scene.Show((start + i) % 16, (start * 120) + i);
            scene.End();
            scene = scene.Restart(options);
        }

        using (scene) Assert.InRange(scene.Chosen.Count, 1, 4);
    }

    private static KeyframeScene Run(int? cut)
    {
        var scene = new KeyframeScene(Many);
        for (var i = 0; i < 400; i++)
        {
            if (i == cut) scene = scene.Restart(Many);
            Detection[] seen = [SourceSelectorTests.Object("car", i / 40), .. i % 90 > 70 ? [SourceSelectorTests.Object("bus", 100), SourceSelectorTests.Object(i > 300 ? "cow" : "bus", 101)] : Array.Empty<Detection>()];
            scene.Show(i * 7 / 10 % 16, i * 0.04, [.. seen]);
        }

        scene.End();
        return scene;
    }
}
