using Sluice.Core.Stages.Decode.Selection;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class SourceGateTests
{
    [Fact]
    public void Take_PicturesThatStayTheSame_IsQuietAfterOneGroup()
    {
        // Packets that swing from group to group, as rate control does at first.
        var street = new QuietStreet();
        var group = 0;
        street.Run(2.2, () => street.Cost = group++ < 10 ? 3 : 1);
        Assert.False(street.IsOpen);
    }

    [Fact]
    public void Take_PacketsALittleUpAndNothingToBeSeen_LooksAndStaysClosed()
    {
        var street = Learnt();
        street.Run(4.1, () => street.Cost = 1.03);
        Assert.InRange(street.Looks.Count(static at => at is > 40 and <= 44), 1, 2);
        Assert.Empty(street.Openings);
    }

    [Fact]
    public void Take_PacketsALittleUpAndSomethingToBeSeen_OpensAtTheNextIntraFrame()
    {
        var street = Learnt();
        street.Put(20, 20, 140);
        street.Run(4.1, () => street.Cost = 1.03);
        var opened = Assert.Single(street.Openings);
        Assert.InRange(opened, 40.0, 44.0);
        Assert.InRange(street.LookBackSeconds, 1, 10);
    }

    [Fact]
    public void Take_PacketsFarUp_OpensAtOnceWithoutLooking()
    {
        var street = Learnt();
        street.Run(0.5, () => street.Cost = 1);
        var looks = street.Looks.Count;
        street.Run(0.7, () => street.Cost = 6);
        Assert.Single(street.Openings);
        Assert.Equal(looks, street.Looks.Count);
    }

    [Fact]
    public void Take_SomethingPacketsDoNotShow_IsSeenAtTheFloorAndAllSinceTheLastLookIsDecoded()
    {
        var street = Learnt();
        street.Run(1);
        street.Put(20, 20, 140);
        street.Run(11);
        Assert.Single(street.Openings);
        Assert.Equal(10, street.LookBackSeconds);
    }

    [Fact]
    public void Take_SomethingLeftBehind_ClosesAndStaysClosed()
    {
        var street = Learnt();
        street.Put(20, 20, 140);
        street.Run(40);
        Assert.False(street.IsOpen);
        Assert.Single(street.Openings);
    }

    [Fact]
    public void Take_SomethingThatMovesOn_StaysOpenThoughPacketsAreCalm()
    {
        var street = Learnt();
        var at = 0;
        street.Run(12, () => Move(street, ref at));
        Assert.True(street.IsOpen);
        street.Run(8, () => Array.Fill(street.Picture, 100));
        Assert.False(street.IsOpen);
        Assert.Single(street.Openings);
    }

    [Fact]
    public void Take_LampThatComesOnAgainAndAgain_OpensForEachColourOnce()
    {
        var street = Learnt();
        for (var cycle = 0; cycle < 6; cycle++)
        {
            foreach (var luma in (float[])[200, 60, 100]) street.Run(12, () => street.Put(30, 10, luma));
        }

        Assert.InRange(street.Openings.Count, 1, 2);
        Assert.True(street.Openings[^1] < 40 + 36);
    }

    [Fact]
    public void Take_PacketsUpForGoodAndNothingToBeSeen_ClosesAgain()
    {
        // A noisier sensor, or a new bit rate: packets alone would take five like groups to believe it.
        var street = Learnt();
        street.Run(40, () => street.Cost = 4);
        Assert.False(street.IsOpen);
        Assert.InRange(street.Counts.ActiveRatio, 0, 0.2);
    }

    [Fact]
    public void Take_VagueStreamAtLowSensitivity_IsNoMoreBlindThanAtTheUsual()
    {
        // No pictures to look at. So vague that a change has to be a good part of what makes packets useless before it is seen: were a gate
        // asked to open less often held to see proportionally less, it would give up here and decode everything.
        foreach (var sensitivity in (double[])[0.25, 0.5, 1])
        {
            var street = new QuietStreet(new GateOptions { Sensitivity = sensitivity }, hasPictures: false) { Noise = 0.25 };
            var wasQuiet = false;
            street.Run(120, () =>
            {
                Assert.NotEqual(GateState.Blind, street.Counts.State);
                wasQuiet |= !street.IsOpen;
            });
            Assert.True(wasQuiet);
        }
    }

    // Groups of 2 s: thirty of them repeat each other within the longest.
    [Theory]
    [InlineData(8, true)]
    [InlineData(30, true)]
    [InlineData(60, true)]
    [InlineData(30, false)]
    public void Take_HoldGiven_StaysOpenForItAfterTheLastSign(int holdSeconds, bool hasPictures)
    {
        var street = new QuietStreet(new GateOptions { Hold = TimeSpan.FromSeconds(holdSeconds) }, hasPictures);
        street.Run(40);
        Assert.False(street.IsOpen);
        street.Run(0.8, () => street.Cost = 6);
        var opened = street.Openings[^1];
        Assert.InRange(opened, 40, 41);
        street.Run(opened + holdSeconds - 1 - street.Seconds, () =>
        {
            street.Cost = 1;
            Assert.True(street.IsOpen, $"closed {street.Seconds - opened} s after it opened");
        });
        street.Run(8);
        Assert.False(street.IsOpen);
    }

    [Fact]
    public void Take_NothingEver_HandsOnAFrameEveryFloor()
    {
        var street = new QuietStreet();
        street.Run(100);
        Assert.InRange(street.Floors.Count, 9, 19);
        Assert.All(street.Floors.Zip(street.Floors.Skip(1)), static pair => Assert.InRange(pair.Second - pair.First, 5, 10.001));
        Assert.InRange(street.Looks.Count - street.Floors.Count, 0, 6);
    }

    private static QuietStreet Learnt()
    {
        var street = new QuietStreet();
        street.Run(40);
        Assert.False(street.IsOpen);
        Assert.Empty(street.Openings);
        return street;
    }

    private static void Move(QuietStreet street, ref int at)
    {
        Array.Fill(street.Picture, 100);
        street.Put(at++ / 4 % 60, 15, 140);
    }
}
