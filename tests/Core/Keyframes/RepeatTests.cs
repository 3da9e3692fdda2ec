using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class RepeatTests
{
    [Fact]
    public void Close_SameStreamByAnotherName_IsADuplicateWithItsReference()
    {
        var kept = new KeptFrames(100);
        using var first = Shown("gate", kept, random: 0);
        using var second = Shown("yard", kept, random: 0.5);

        Assert.Equal(4, first.Chosen.Count);
        // Chance draws what it draws, and says what that repeats.
        Assert.All(second.Choices, static choice => Assert.True(choice.Why.IsRandom));
        Assert.All(second.Choices, choice => Assert.Contains(choice.Why.DuplicateOf!.Value, first.Choices.Select(static one => one.Picture.Id)));
        var repeats = Assert.Single(second.Findings!.Duplicates);
        Assert.Equal(("yard", "gate"), (repeats.Source, repeats.Of));
        Assert.InRange(repeats.Frames, 1, second.Selector.Ledger[SelectionOutcome.Duplicate] + second.Chosen.Count);
        Assert.NotEqual(0, second.Selector.Ledger[SelectionOutcome.Duplicate]);
    }

    [Fact]
    public void Close_SameStreamWithTracks_DoesNotPayForThemTwice()
    {
        var kept = new KeptFrames(100);
        using var first = Shown("gate", kept, 0, tracks: true);
        using var second = Shown("yard", kept, 0, tracks: true);
        Assert.NotEmpty(first.Chosen);
        Assert.Empty(second.Chosen);
    }

    [Fact]
    public void Close_OtherView_IsNoDuplicate()
    {
        var kept = new KeptFrames(100);
        using var first = Shown("gate", kept, 0);
        using var second = Shown("yard", kept, 0, look: 8);
        Assert.Equal(4, second.Chosen.Count);
        Assert.Empty(second.Findings!.Duplicates);
    }

    [Fact]
    public void Close_Period_KnowsHowNearTheKeptOnesAre()
    {
        using var scene = Shown("gate", new(100), 0);
        var findings = scene.Findings!;
        Assert.InRange(findings.Distance!.Value, 0, findings.Reach95!.Value);
        using var few = new KeyframeScene(KeyframeScene.Options(1));
        for (var i = 0; i < 200; i++) few.Show(i / 10 % 4, i * 0.04);
        few.End();
        Assert.True(few.Findings!.Reach95 > findings.Reach95 + 0.1);
    }

    private static KeyframeScene Shown(string source, KeptFrames kept, double random, bool tracks = false, int look = 0)
    {
        var scene = new KeyframeScene(KeyframeScene.Options(4, random), source, kept);
        for (var i = 0; i < 200; i++)
        {
            if (tracks) scene.Show(look + (i / 10 % 4), i * 0.04, [SourceSelectorTests.Object("car", i / 20)]);
            else scene.Show(look + (i / 10 % 4), i * 0.04);
        }

        scene.End();
        return scene;
    }
}
