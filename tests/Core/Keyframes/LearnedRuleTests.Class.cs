using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Stages.Keyframes.State;
using Sluice.Core.Stages.Keyframes.Triggers;

namespace Sluice.Core.Tests.Keyframes;

/// <content>The rule about classes.</content>
public sealed partial class LearnedRuleTests
{
    [Fact]
    public void Class_OneOfAClassThatHardlyAnyHas_AloneHoldsForAWhile()
    {
        var rule = new RareClassRule(0.95, Learning);
        Assert.Equal([150], Sorts(rule, 200, static track => track == 150));
        var held = new List<int>();
        for (var step = 0; step < 40; step++)
            if (Look(rule, 5000 + (step * 0.5), Track(1001, 100, 100) with { Label = "bear" }) > 0) held.Add(step);
        Assert.Equal(Enumerable.Range(1, 11), held);
    }

    [Fact]
    public void Class_TheModelDoubtsItOrChangesItsMind_DoesNotHold()
    {
        var rule = new RareClassRule(0.95, Learning);
        Sorts(rule, 200, static _ => false);
        for (var step = 0; step < 8; step++)
        {
            Assert.Equal(0, Look(rule, 5000 + (step * 0.5), Track(1001, 100, 100) with { Label = "bear", Score = 0.45f }));
            Assert.Equal(0, Look(rule, 5100 + (step * 0.5), Track(1002, 100, 100) with { Label = step is 3 or 5 ? "bear" : "car" }));
        }
    }

    [Fact]
    public void Class_OftenSeenByNow_DoesNotHold()
    {
        var rule = new RareClassRule(0.95, Learning);
        Sorts(rule, 200, static track => track % 4 == 3);
        Assert.Empty(Sorts(rule, 200, static track => track % 4 == 3, from: 5000));
    }

    [Fact]
    public void Class_KeptAndReadAgain_KnowsTheClasses()
    {
        var rule = new RareClassRule(0.95, Learning);
        Sorts(rule, 200, static _ => false);
        var again = Again(rule, new RareClassRule(0.95, Learning));
        Assert.Equal([5], Sorts(again, 10, static track => track == 5, from: 5000));
    }

    [Fact]
    public void Class_MoreClassesThanItCounts_TakesTheFirst()
    {
        var rule = new RareClassRule(0.95, Learning);
        for (var i = 0; i < 1000; i++) Look(rule, i, Track(i, 300, 300) with { Label = $"class {i}" });
        var state = new StateWriter();
        rule.Save(state);
        Assert.InRange(state.Written.Length, 256 * 4, 256 * 64);
        Again(rule, new RareClassRule(0.95, Learning));
    }

    [Fact]
    public void Class_Named_HoldsForEachOfThemBySureness()
    {
        var rule = new ClassRule(0.6, new(["bear", "dog"]));
        var dog = Track(1, 100, 100) with { Label = "dog", Score = 0.7f };
        var bear = Track(2, 200, 100) with { Label = "bear", Score = 0.9f };
        Assert.Equal(0.9f, Look(rule, 0, dog, bear, Track(3, 300, 100), bear with { TrackId = 4, Score = 0.5f }, dog with { TrackId = 5, Predicted = true }));
        Assert.Equal([(2, 0.9f), (1, 0.7f)], rule.Found.ToArray());
        Assert.Equal(0.7f, Look(rule, 1, dog with { TrackId = null }));
        Assert.Equal([(null, 0.7f)], rule.Found.ToArray());
        Assert.Equal(0, Look(rule, 2, Track(3, 300, 100)));
        Assert.True(rule.Found.IsEmpty);
    }

    [Theory]
    [InlineData(0.3, true, null)]
    [InlineData(1.2, true, "is 1.2; a confidence is from 0 to 1.")]
    [InlineData(0.9, false, null)]
    [InlineData(0.3, false, "is 0.3; a share of frames from 0.5 to less than 1 is wanted, such as 0.99.")]
    public void Check_ThresholdOfClass_IsAScoreWhereClassesAreNamed(double threshold, bool named, string? wrong)
    {
        var faults = new KeyframeTrigger { When = TriggerKind.Class, Threshold = threshold, Classes = named ? ["bear"] : [] }.Check().ToArray();
        Assert.Equal(wrong == null ? [] : [("threshold", wrong)], faults);
    }

    /// <summary>Lets cars and people pass one after the other, and bears among them.</summary>
    /// <returns>Those that the rule held for.</returns>
    private static List<int> Sorts(ITriggerRule rule, int tracks, Func<int, bool> isBear, double from = 0)
    {
        var held = new HashSet<int>();
        for (var track = 0; track < tracks; track++)
        {
            var label = isBear(track) ? "bear" : track % 2 == 0 ? "person" : "car";
            for (var step = 0; step < 4; step++)
                if (Look(rule, from + (track * 5) + (step * 0.5), Track(track, 20 + (step * 55), 200) with { Label = label }) > 0) held.Add(track);
        }

        return [.. held.Order()];
    }
}
