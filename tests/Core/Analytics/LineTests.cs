using Sluice.Abstractions;
using Sluice.Core.Stages.Analytics;

namespace Sluice.Tests.Analytics;

public sealed class LineTests
{
    [Theory]
    [InlineData(0.002)]
    [InlineData(0.01)]
    [InlineData(0.07)]
    [InlineData(0.6)]
    public void Update_ObjectCrosses_CountsOnceAtAnySpeed(double step)
    {
        using var walk = new Walk(Walk.Middle());
        for (var x = 0.2; x < 0.8; x += step) walk.To(x);
        walk.Stay(0.4, 0.8);
        var crossing = Assert.Single(walk.Events).Event;
        Assert.Equal(("cross", "middle", "in", 1L), (crossing.Kind, crossing.Place, crossing.Direction, crossing.TrackId!.Value));
        Assert.Equal((1.0, 1.0, 0.2), (crossing.Values["total"], crossing.Values["class_total"], crossing.Values["delay"]));
    }

    [Fact]
    public void Update_ThereAndBack_CountsBothWays()
    {
        using var walk = new Walk(Walk.Middle()).Stay(1, 0.3).Stay(1, 0.7).Stay(1, 0.3).Stay(1, 0.7);
        Assert.Equal(["in", "out", "in"], walk.Events.Select(e => e.Event.Direction));
        Assert.Equal([1.0, 1.0, 2.0], walk.Events.Select(e => e.Event.Values["total"]));
        Assert.Equal([new PlaceCount("person", 2, 1)], Assert.Single(walk.Places.Places).Counts.ToArray());
    }

    [Fact]
    public void Update_BoxTremblesOnTheLine_CountsNothingUntilItIsAcross()
    {
        using var walk = new Walk(Walk.Middle()).Stay(1, 0.4);
        var random = new Random(2);
        for (var i = 0; i < 1000; i++) walk.To(0.5 + ((i / 3 % 2 == 0 ? 1 : -1) * 0.01 * random.NextDouble()));
        Assert.Empty(walk.Events);
        walk.Stay(1, 0.6);
        Assert.Equal("in", Assert.Single(walk.Events).Event.Direction);
    }

    [Fact]
    public void Update_SlowAndTrembling_CountsOnce()
    {
        using var walk = new Walk(Walk.Middle());
        var random = new Random(3);
        for (var i = 0; i < 2000; i++) walk.To(0.45 + (i * 0.00005) + (0.01 * (random.NextDouble() - 0.5)));
        walk.Stay(1, 0.56);
        Assert.Equal(1, walk.Events.Sum(e => e.Event.Direction == "in" ? 1 : -1));
        Assert.InRange(walk.Events.Count, 1, 3);
    }

    [Theory]
    [InlineData(LineDirection.In, "in")]
    [InlineData(LineDirection.Out, "out")]
    public void Update_OneWayLine_CountsThatWayOnly(LineDirection direction, string expected)
    {
        using var walk = new Walk(Walk.Middle(direction)).Stay(1, 0.3).Stay(1, 0.7).Stay(1, 0.3);
        Assert.Equal(expected, Assert.Single(walk.Events).Event.Direction);
    }

    [Fact]
    public void Update_AroundTheEnd_IsNoCrossing()
    {
        using var walk = new Walk(Walk.Middle()).Stay(1, 0.4, 0.5).Stay(1, 0.4, 0.95).Stay(1, 0.6, 0.95).Stay(1, 0.6, 0.5);
        Assert.Empty(walk.Events);
    }

    [Fact]
    public void Update_GapInTheTrack_IsBridged()
    {
        using var walk = new Walk(Walk.Middle()).Stay(1, 0.3).Empty(0.5).Stay(1, 0.7);
        Assert.Equal(["cross"], walk.Kinds);
    }

    [Fact]
    public void Update_TrackEndsJustAcross_CountsWhenItIsClearOfTheLine()
    {
        using var clear = new Walk(Walk.Middle()).Stay(1, 0.4).To(0.6).Frame([], ended: 1);
        using var near = new Walk(Walk.Middle()).Stay(1, 0.499).To(0.501).Frame([], ended: 1);
        Assert.Equal(["cross"], clear.Kinds);
        Assert.Empty(near.Events);
    }

    [Fact]
    public void Update_OnlyPredictedAcross_DoesNotCount()
    {
        using var walk = new Walk(Walk.Middle()).Stay(1, 0.45);
        for (var i = 1; i <= 20; i++) walk.To(0.45 + (0.01 * i), predicted: true);
        walk.Frame([], ended: 1);
        Assert.Empty(walk.Events);
    }

    [Fact]
    public void Update_PredictedAcrossAndSeenThere_Counts()
    {
        using var walk = new Walk(Walk.Middle()).Stay(1, 0.45);
        for (var i = 1; i <= 20; i++) walk.To(0.45 + (0.01 * i), predicted: true);
        walk.Stay(1, 0.65);
        Assert.Equal(["cross"], walk.Kinds);
    }

    [Fact]
    public void Update_PredictedAcrossAndSeenBack_DoesNotCount()
    {
        using var walk = new Walk(Walk.Middle()).Stay(1, 0.45);
        for (var i = 1; i <= 20; i++) walk.To(0.45 + (0.01 * i), predicted: true);
        walk.Stay(1, 0.45);
        Assert.Empty(walk.Events);
    }

    [Fact]
    public void Update_TwoTracksOfTwoClasses_AreCountedApart()
    {
        using var walk = new Walk(Walk.Middle());
        for (var i = 0; i < 60; i++) walk.Frame([Walk.At(0.2 + (0.01 * i), 0.3, 1, "car"), Walk.At(0.8 - (0.01 * i), 0.6, 2, "bus")]);
        Assert.Equal([new PlaceCount("bus", 0, 1), new("car", 1, 0)], Assert.Single(walk.Places.Places).Counts.OrderBy(c => c.Label));
    }

    [Fact]
    public void Update_OtherClass_IsNotCounted()
    {
        using var walk = new Walk(Walk.Middle(classes: ["car"])).Stay(1, 0.3).Stay(1, 0.7);
        Assert.Empty(walk.Events);
    }
}
