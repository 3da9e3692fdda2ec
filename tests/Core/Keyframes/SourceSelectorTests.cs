using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class SourceSelectorTests
{
    [Fact]
    public void Close_CountBudget_IsNeverExceeded()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(5, 0.4));
        for (var i = 0; i < 300; i++) scene.Show(i / 10 % 16, i * 0.04);
        scene.End();
        Assert.Equal(5, scene.Chosen.Count);
        Assert.Equal(2, scene.Choices.Count(static choice => choice.Why.IsRandom));
    }

    [Fact]
    public void Close_LongSameAndAShortOther_ShowsBothAndCountsAll()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(2));
        for (var i = 0; i < 200; i++) scene.Show(i is >= 100 and < 112 ? 9 : 2, i * 0.04);
        scene.End();
        Assert.Equal(2, scene.Chosen.Count);
        Assert.Single(scene.Chosen, static index => index is >= 100 and < 112);
        Assert.Equal(200, scene.Choices.Sum(static choice => choice.Why.StandsFor));
    }

    [Fact]
    public void Close_OneLookOnly_ChoosesFewerThanTheBudget()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(6));
        for (var i = 0; i < 200; i++) scene.Show(3, i * 0.04);
        scene.End();
        Assert.Single(scene.Chosen);
    }

    [Fact]
    public void Offer_PeriodPasses_EndsItWithItsShareAndBeginsAnew()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(2, 0, TimeSpan.FromMinutes(1)));
        for (var i = 0; i < 130; i++) scene.Show((i / 60 * 3) + (i % 3), i);
        Assert.Equal(4, scene.Chosen.Count);
        Assert.Equal(2, scene.Chosen.Count(static index => index < 60));
        scene.End();
        Assert.Equal(5, scene.Chosen.Count);
    }

    [Fact]
    public void Offer_BlackFrames_AreRejectedAndNeverKept()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(3, 0.4));
        for (var i = 0; i < 30; i++) scene.Show(0, i, flat: 0);
        scene.End();
        Assert.Empty(scene.Chosen);
        Assert.Equal(30, scene.Selector.Ledger[SelectionOutcome.RejectedQuality]);
    }

    [Fact]
    public void Close_SameInputAndSeed_ChoosesTheSameFrames()
    {
        Assert.Equal(Run(7), Run(7));

        static IReadOnlyList<long> Run(int seed)
        {
            using var scene = new KeyframeScene(KeyframeScene.Options(10, 0.5) with { Seed = seed });
            for (var i = 0; i < 400; i++) scene.Show(i * 7 % 16, i);
            scene.End();
            return scene.Chosen;
        }
    }

    [Fact]
    public void Close_OtherSeed_DrawsOtherFrames()
    {
        Assert.NotEqual(Run(7), Run(8));

        static IReadOnlyList<long> Run(int seed)
        {
            using var scene = new KeyframeScene(KeyframeScene.Options(4, 1) with { Seed = seed });
            for (var i = 0; i < 400; i++) scene.Show(i % 16, i);
            scene.End();
            return scene.Chosen;
        }
    }

    [Fact]
    public void Ledger_AfterTheEnd_SumsUpToWhatWasOffered()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(4, 0.5));
        for (var i = 0; i < 200; i++) scene.Show(i % 16, i * 0.04, flat: i % 50 == 0 ? (byte)0 : null);
        scene.End();
        var ledger = scene.Selector.Ledger;
        Assert.Equal(200, ledger.Offered);
        Assert.Equal(200, Enum.GetValues<SelectionOutcome>().Sum(outcome => ledger[outcome]));
        Assert.Equal(0, ledger[SelectionOutcome.Candidate]);
        Assert.Equal(scene.Chosen.Count, ledger[SelectionOutcome.Archived]);
        Assert.Equal(scene.Chosen.Count, scene.Store.Held);
    }

    [Fact]
    public void Dispose_CandidatesHeld_ReturnsEveryFrameAndPicture()
    {
        var scene = new KeyframeScene(KeyframeScene.Options(4, 0.5));
        for (var i = 0; i < 50; i++) scene.Show(i % 16, i);
        Assert.NotEqual(0, scene.Store.Held);
        scene.Dispose();
        Assert.Equal(50, scene.Ended);
        Assert.Equal(0, scene.Store.Held);
    }

    [Fact]
    public void Offer_TwoNumbersOfOneTrackInAFrame_TheBetterOneSpeaksForIt()
    {
        // 2 begins where 1 was lost, and counts as 1; then both are seen, the second small.
        using var scene = new KeyframeScene(KeyframeScene.Options(2));
        scene.Show(2, 0, [Seen(1, 5)]);
        scene.Show(2, 1, [Seen(2, 5)]);
        for (var i = 2; i < 60; i++) scene.Show(2, i, [Seen(1, 5 + (0.15f * i)), Seen(2, 4)]);

        var track = Assert.Single(scene.Selector.Tracks);
        Assert.InRange(track.Candidate!.Frame.Info.Index, 40, 59);
        scene.End();
        Assert.Equal(scene.Choices.Count, scene.Store.Held);

        static Detection Seen(long track, float side) => new(0, "car", 0.9f, new(10, 10, 10 + side, 10 + side)) { TrackId = track };
    }

    [Fact]
    public void Offer_StoreIsFull_ChoosesNothingAndCountsOn()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(4));
        scene.Store.IsFull = true;
        for (var i = 0; i < 50; i++) scene.Show(i % 16, i);
        scene.End();
        Assert.Empty(scene.Chosen);
        Assert.Equal(50, scene.Selector.Ledger[SelectionOutcome.Merged]);
    }

    [Fact]
    public void Offer_StoreWasFullForAWhile_ClustersGetTheirFrameAfterwards()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(4));
        scene.Store.IsFull = true;
        for (var i = 0; i < 50; i++) scene.Show(i % 4, i);
        scene.Store.IsFull = false;
        for (var i = 0; i < 50; i++) scene.Show(i % 4, i + 50);
        scene.End();
        Assert.Equal(4, scene.Chosen.Count);
    }

    [Fact]
    public void Close_RareClassOnce_IsShownAlthoughItCoversNothing()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(4));
        for (var i = 0; i < 400; i++)
        {
            var label = i is >= 200 and < 206 ? "ambulance" : "car";
            scene.Show(i / 25 % 16, i * 0.04, [Object(label, label == "car" ? i / 40 : 99)]);
        }

        scene.End();
        Assert.Contains(scene.Choices, static choice => choice.Why.TrackIds.Contains(99));
    }

    [Fact]
    public void Close_WhatAnotherSourceArchived_IsNotPaidForTwice()
    {
        var kept = new KeptFrames(100);
        using var first = new KeyframeScene(KeyframeScene.Options(4), "a", kept);
        using var second = new KeyframeScene(KeyframeScene.Options(4), "b", kept);
        foreach (var scene in new[] { first, second })
        {
            for (var i = 0; i < 200; i++) scene.Show(i / 20 % 4, i * 0.04);
            scene.End();
        }

        Assert.Equal(4, first.Chosen.Count);
        Assert.Empty(second.Chosen);
    }

    [Fact]
    public void Close_OneClusterOnly_IsShown()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(3) with { Clusters = 1 });
        for (var i = 0; i < 100; i++) scene.Show(i % 16, i * 0.04);
        scene.End();
        Assert.Single(scene.Chosen);
    }

    [Fact]
    public void Summary_AfterAPeriod_BoundsWhatOnePassMayHaveCost()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(3) with { Clusters = 6 });
        for (var i = 0; i < 300; i++) scene.Show(i / 10 % 16, i * 0.04);
        scene.End();
        var summary = scene.Summary!;
        Assert.Equal(300, summary.Offered);
        Assert.InRange(summary.Clusters, 1, 6);
        Assert.InRange(summary.MeanSpread, 1e-6, summary.LargestSpread);
        Assert.InRange(summary.Covered, 0.01, 1);
    }

    internal static Detection Object(string label, long track) => new(0, label, 0.9f, new BoundingBox(40, 40, 80, 80)) { TrackId = track };
}
