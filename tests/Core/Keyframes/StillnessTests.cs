using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;

namespace Sluice.Core.Tests.Keyframes;

public sealed class StillnessTests
{
    [Fact]
    public void IsSame_TheSamePictureOverAndOver_FreezesOnce()
    {
        var (watch, picture) = (new RepeatWatch(), new byte[LumaGrid.LumaSide * LumaGrid.LumaSide]);
        var froze = 0;
        for (var i = 0; i < 200; i++)
        {
            watch.IsSame(picture, out var now);
            if (now) froze++;
        }

        Assert.Equal((1, 1L), (froze, watch.Frozen));
    }

    [Fact]
    public void IsSame_ItMovesAndHangsAgain_FreezesAgain()
    {
        var (watch, picture) = (new RepeatWatch(), new byte[LumaGrid.LumaSide * LumaGrid.LumaSide]);
        for (var i = 0; i < 100; i++)
        {
            if (i == 50) picture[7] = 9;
            Assert.Equal(i is not 0 and not 50, watch.IsSame(picture, out _));
        }

        Assert.Equal(2, watch.Frozen);
    }

    [Fact]
    public void IsSame_FewerThanTheLimit_IsNotFrozen()
    {
        var (watch, picture) = (new RepeatWatch(), new byte[LumaGrid.LumaSide * LumaGrid.LumaSide]);
        for (var i = 0; i < RepeatWatch.FrozenAfter; i++) watch.IsSame(picture, out _);
        Assert.Equal(0, watch.Frozen);
    }

    [Fact]
    public void Offer_ACameraHangs_IsCountedOnceAndItsFramesAreMerged()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(3));
        for (var i = 0; i < 60; i++) scene.Show(0, i * 0.04, flat: 90);
        Assert.Equal(1, scene.Selector.Frozen);
        Assert.InRange(scene.Selector.Ledger[SelectionOutcome.Merged], 57, 59);
    }

    [Fact]
    public void IsStill_ASmallPacketAfterManyUsualOnes_IsTakenForTheSamePicture()
    {
        var hint = new PacketHint();
        for (var i = 0; i < 60; i++) Assert.False(hint.IsStill(Info(i, 1000)));
        Assert.True(hint.IsStill(Info(60, 300)));
        Assert.False(hint.IsStill(Info(61, 800)));
    }

    [Fact]
    public void IsStill_FramesBetweenWereLeftOut_IsLookedAt()
    {
        var hint = new PacketHint();
        for (var i = 0; i < 60; i++) hint.IsStill(Info(i, 1000));
        Assert.False(hint.IsStill(Info(64, 300)));
    }

    [Fact]
    public void IsStill_ManySmallOnesInARow_LooksAgainNowAndThen()
    {
        var hint = new PacketHint();
        for (var i = 0; i < 60; i++) hint.IsStill(Info(i, 1000));
        var stills = Enumerable.Range(60, 10).Select(i => hint.IsStill(Info(i, 100))).ToList();
        Assert.True(stills[0]);
        Assert.Contains(false, stills);
    }

    [Fact]
    public void IsStill_IntraOrUnknownPackets_AreLookedAt()
    {
        var hint = new PacketHint();
        for (var i = 0; i < 60; i++) hint.IsStill(Info(i, 1000));
        Assert.False(hint.IsStill(Info(60, 0)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Offer_SmallPacket_IsMergedWithoutALookOnlyWhereAllowed(bool trust)
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(3) with { TrustPackets = trust });
        for (var i = 0; i < 60; i++) scene.Show(i / 20, i * 0.04, packet: 1000);
        var merged = scene.Selector.Ledger[SelectionOutcome.Merged];
        scene.Show(9, 2.4, packet: 100);
        Assert.Equal(trust, scene.Selector.Ledger[SelectionOutcome.Merged] == merged + 1);
        Assert.Equal(61, scene.Selector.Ledger.Offered);
    }

    [Fact]
    public void Offer_SmallPacketWithANewObject_IsLookedAt()
    {
        using var scene = new KeyframeScene(KeyframeScene.Options(4) with { TrustPackets = true });
        for (var i = 0; i < 60; i++) scene.Show(i / 20, i * 0.04, packet: 1000);
        scene.Show(9, 2.4, [SourceSelectorTests.Object("car", 7)], packet: 100);
        scene.End();
        Assert.Contains(scene.Choices, static choice => choice.Why.TrackIds.Contains(7));
    }

    private static FrameInfo Info(long index, int bytes)
        => new() { Source = "s", Id = Guid.Empty, Index = index, CapturedAt = default, ArrivedTimestamp = 0, PredictedBytes = bytes };
}
