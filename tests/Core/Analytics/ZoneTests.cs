using Sluice.Abstractions;
using Sluice.Core.Stages.Analytics;

namespace Sluice.Tests.Analytics;

public sealed class ZoneTests
{
    [Fact]
    public void Update_ObjectWalksThrough_EntersAndLeavesOnce()
    {
        using var walk = new Walk(Walk.Right()).Stay(1, 0.2).Stay(2, 0.7).Stay(1, 0.2);
        Assert.Equal(["enter", "exit"], walk.Kinds);
        var (enter, exit) = (walk.Events[0], walk.Events[1]);
        Assert.Equal((30, "right", 1L, "person"), (enter.Frame, enter.Event.Place, enter.Event.TrackId!.Value, enter.Event.Label));
        Assert.Equal((80, "left"), (exit.Frame, exit.Event.Reason));
        // From the first frame in to the first frame out, whenever it was believed.
        Assert.Equal(2.0, exit.Event.Values["seconds"], 6);
        Assert.Equal((1, 0, 0.2), (enter.Event.Values["count"], exit.Event.Values["count"], exit.Event.Values["delay"]));
    }

    [Fact]
    public void Update_BoxTremblesOnTheEdge_SaysNothingUntilItStays()
    {
        using var walk = new Walk(Walk.Right());
        var random = new Random(1);
        for (var i = 0; i < 500; i++) walk.To(0.5 + ((i / 4 % 2 == 0 ? 1 : -1) * 0.01 * random.NextDouble()));
        Assert.Empty(walk.Events);
        walk.Stay(1, 0.51);
        Assert.Equal(["enter"], walk.Kinds);
    }

    [Fact]
    public void Update_BoxTremblesWhileInside_CountsOneStay()
    {
        using var walk = new Walk(Walk.Right()).Stay(1, 0.6);
        for (var i = 0; i < 500; i++) walk.To(i % 3 == 0 ? 0.49 : 0.51);
        walk.Stay(1, 0.2);
        Assert.Equal(["enter", "exit"], walk.Kinds);
    }

    [Fact]
    public void Update_NoSettling_CountsAtOnce()
    {
        using var walk = new Walk(Walk.Right() with { Settle = TimeSpan.Zero }).To(0.2).To(0.7).To(0.2);
        Assert.Equal([(1L, "enter"), (2L, "exit")], walk.Events.Select(e => (e.Frame, e.Event.Kind)));
    }

    [Fact]
    public void Update_LongStay_IsToldOnceAndAgainWithItsWholeLength()
    {
        using var walk = new Walk(Walk.Right(dwell: TimeSpan.FromSeconds(3))).Stay(10, 0.7).Stay(1, 0.2);
        Assert.Equal(["enter", "dwell", "dwell_end", "exit"], walk.Kinds);
        Assert.Equal(75, walk.Events[1].Frame);
        Assert.Equal((3.0, 3.0), (walk.Events[1].Event.Values["seconds"], walk.Events[1].Event.Values["limit"]));
        Assert.Equal(10.0, walk.Events[2].Event.Values["seconds"], 6);
    }

    [Fact]
    public void Update_ShortStay_IsNoDwell()
    {
        using var walk = new Walk(Walk.Right(dwell: TimeSpan.FromSeconds(3))).Stay(2.9, 0.7).Stay(1, 0.2);
        Assert.Equal(["enter", "exit"], walk.Kinds);
    }

    [Fact]
    public void Update_TrackEndsInside_LeavesWithTheReasonAndTheTimeItWasSeen()
    {
        using var walk = new Walk(Walk.Right()).Stay(2, 0.7).Empty(1).Frame([], ended: 1);
        Assert.Equal(["enter", "exit"], walk.Kinds);
        var exit = walk.Events[1].Event;
        Assert.Equal(("track_ended", 0.0), (exit.Reason, exit.Values["count"]));
        Assert.Equal(1.96, exit.Values["seconds"], 6);
        Assert.Equal(0, walk.Places.Objects);
    }

    [Fact]
    public void Update_TrackEndsOutside_SaysNothing()
    {
        using var walk = new Walk(Walk.Right()).Stay(1, 0.2).Frame([], ended: 1);
        Assert.Empty(walk.Events);
    }

    [Fact]
    public void Update_EndNeverTold_TrackIsLostAfterAWhile()
    {
        using var walk = new Walk(Walk.Right() with { LostAfter = TimeSpan.FromSeconds(5) }).Stay(1, 0.7).Empty(5);
        Assert.Equal(["enter"], walk.Kinds);
        walk.Empty(2);
        Assert.Equal(["enter", "exit"], walk.Kinds);
        Assert.Equal("lost", walk.Events[1].Event.Reason);
        Assert.Equal(0, walk.Places.Objects);
    }

    [Fact]
    public void Update_PredictedBoxes_BeginNothing()
    {
        using var walk = new Walk(Walk.Right()).Stay(1, 0.4);
        for (var i = 0; i < 50; i++) walk.To(0.7, predicted: true);
        for (var i = 0; i < 50; i++) walk.To(0.7, track: 2, predicted: true);
        Assert.Empty(walk.Events);
        Assert.Equal(1, walk.Places.Objects);
    }

    [Fact]
    public void Update_EveryFifthFrameSeen_PredictionsBetweenKeepTheStay()
    {
        using var walk = new Walk(Walk.Right());
        for (var i = 0; i < 50; i++) walk.To(0.7, predicted: i % 5 != 0);
        for (var i = 0; i < 50; i++) walk.To(0.2, predicted: i % 5 != 0);
        Assert.Equal([(5L, "enter"), (55L, "exit")], walk.Events.Select(e => (e.Frame, e.Event.Kind)));
    }

    [Fact]
    public void Update_OtherClass_IsNotSeen()
    {
        using var walk = new Walk(Walk.Right(classes: ["car", "truck"])).Stay(1, 0.7);
        Assert.Empty(walk.Events);
        walk.Stay(1, 0.7, track: 2, label: "truck");
        Assert.Equal("truck", Assert.Single(walk.Events).Event.Label);
    }

    [Fact]
    public void Update_LabelFlickersAndChanges_CountsStayEven()
    {
        using var walk = new Walk(Walk.Right());
        for (var i = 0; i < 50; i++) walk.To(0.7, label: i % 5 == 2 ? "truck" : "car");
        walk.Stay(5, 0.7, label: "truck").Stay(1, 0.2, label: "truck");
        Assert.Equal(["enter", "exit"], walk.Kinds);
        Assert.All(walk.Events, e => Assert.Equal("car", e.Event.Label));
        Assert.Equal([new PlaceCount("car", 1, 1)], Assert.Single(walk.Places.Places).Counts.ToArray());
    }

    [Fact]
    public void Update_MoreThanAllowed_IsACrowdUntilItIsOver()
    {
        using var walk = new Walk(Walk.Right(max: 2));
        void Frames(int frames, params double[] xs)
        {
            for (var i = 0; i < frames; i++) walk.Frame([.. xs.Select((x, track) => Walk.At(x, 0.5, track))]);
        }

        Frames(25, 0.6, 0.7, 0.2);
        Frames(25, 0.6, 0.7, 0.8);
        Assert.True(Assert.Single(walk.Places.Places).IsCrowded);
        Frames(25, 0.2, 0.7, 0.8);
        Assert.False(Assert.Single(walk.Places.Places).IsCrowded);
        var crowds = walk.Events.Where(e => e.Event.Kind.StartsWith("crowd", StringComparison.Ordinal)).ToList();
        Assert.Equal([(35L, "crowd"), (60L, "crowd_end")], crowds.Select(e => (e.Frame, e.Event.Kind)));
        Assert.Equal((3.0, 2.0), (crowds[0].Event.Values["count"], crowds[0].Event.Values["max"]));
        Assert.Equal((2.0, 3.0, 1.0), (crowds[1].Event.Values["count"], crowds[1].Event.Values["peak"], crowds[1].Event.Values["seconds"]));
        Assert.Null(crowds[0].Event.TrackId);
    }

    [Fact]
    public void Update_CrowdForAMoment_IsNone()
    {
        // One comes while the other leaves.
        using var walk = new Walk(Walk.Right(max: 1));
        for (var i = 0; i < 75; i++) walk.Frame([Walk.At(i < 27 ? 0.7 : 0.2, 0.5, 1), Walk.At(i < 25 ? 0.2 : 0.7, 0.5, 2)]);
        Assert.Equal(["enter", "enter", "exit"], walk.Kinds);
    }

    [Fact]
    public void Update_ObjectAtTheLowerEdge_IsInAZoneThatReachesThere()
    {
        using var walk = new Walk(Walk.Right()).Stay(1, 0.7, y: 1.0);
        Assert.Equal(["enter"], walk.Kinds);
    }

    [Fact]
    public void Update_AnchorInTheMiddle_JudgesTheMiddle()
    {
        // Feet at 0.55 of 500 rows, the middle of the box 50 pixels higher.
        var options = new AnalyticsOptions { Zones = [new() { Name = "upper", Points = [[0, 0], [1, 0], [1, 0.5], [0, 0.5]] }] };
        using var feet = new Walk(options).Stay(1, 0.5, y: 0.55);
        using var middle = new Walk(options with { Anchor = BoxAnchor.Center }).Stay(1, 0.5, y: 0.55);
        Assert.Empty(feet.Events);
        Assert.Equal(["enter"], middle.Kinds);
    }

    [Fact]
    public void Update_ManyObjects_CountsByClass()
    {
        using var walk = new Walk(Walk.Right());
        for (var i = 0; i < 25; i++)
            walk.Frame([Walk.At(0.6, 0.5, 1), Walk.At(0.7, 0.5, 2), Walk.At(0.8, 0.5, 3, "car"), Walk.At(0.1, 0.5, 4, "bus")]);
        Assert.Equal([new PlaceCount("person", 2, 0), new("car", 1, 0)], Assert.Single(walk.Places.Places).Counts.ToArray());
        var last = walk.Events[^1].Event;
        Assert.Equal((3.0, 1.0), (last.Values["count"], last.Values["class_count"]));
    }
}
