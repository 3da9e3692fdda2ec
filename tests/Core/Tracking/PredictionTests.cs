using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Tests.Tracking;

/// <summary>What trackers hand on where no model looked.</summary>
public sealed class PredictionTests
{
    public static TheoryData<TrackerKind> Kinds { get; } = [.. Enum.GetValues<TrackerKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Update_SkippedFrame_HandsOnTheTrackWhereItHasMovedTo(TrackerKind kind)
    {
        var tracker = new SourceTracker(new TrackOptions { Tracker = kind });
        for (var i = 0; i < 20; i++) tracker.Update(TrackScenes.Seen(i, [TrackScenes.Car(10 + (4 * i), score: 0.8f)]), out _);

        var predicted = Assert.Single(tracker.Update(TrackScenes.Skipped(20), out _));

        Assert.Equal((2, "car", 0.8f, 1L, true, "m"),
            (predicted.ClassId, predicted.Label, predicted.Score, predicted.TrackId!.Value, predicted.Predicted, predicted.Model));
        Assert.InRange(predicted.Box.X1, 89, 91);
        Assert.InRange(predicted.Box.Width, 79, 81);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Update_EveryThirdFrameSeen_PredictsTheOthersExactlyAndKeepsOneId(TrackerKind kind)
    {
        var tracker = new SourceTracker(new TrackOptions { Tracker = kind });
        for (var i = 0; i < 61; i++)
        {
            var x = 10 + (5 * i);
            var found = tracker.Update(i % 3 == 0 ? TrackScenes.Seen(i, [TrackScenes.Car(x)]) : TrackScenes.Skipped(i), out _);
            if (i < 12) continue;
            var box = Assert.Single(found);
            Assert.Equal((1L, i % 3 != 0), (box.TrackId!.Value, box.Predicted));
            Assert.InRange(box.Box.X1, x - 2, x + 2);
        }
    }

    [Fact]
    public void Update_ManySkippedFrames_DoNotAgeATrack()
    {
        var tracker = new SourceTracker(new TrackOptions { MaxAge = 2 });
        for (var i = 0; i < 5; i++) tracker.Update(TrackScenes.Seen(i, [TrackScenes.Car(10)]), out _);
        for (var i = 5; i < 25; i++)
        {
            tracker.Update(TrackScenes.Skipped(i), out var ended);
            Assert.Empty(ended);
        }

        Assert.Equal(1, tracker.Update(TrackScenes.Seen(25, [TrackScenes.Car(10)]), out _)[0].TrackId);
    }

    [Fact]
    public void Update_SkippedFrameBeforeConfirmation_HandsOnNothing()
    {
        var tracker = new SourceTracker(new TrackOptions { MinHits = 3 });
        for (var i = 0; i < 2; i++) tracker.Update(TrackScenes.Seen(i, [TrackScenes.Car(10)]), out _);

        Assert.Empty(tracker.Update(TrackScenes.Skipped(2), out _));
    }

    [Fact]
    public void Update_SkippedFrameAfterAMiss_HandsOnNothing()
    {
        var tracker = new SourceTracker(new TrackOptions());
        for (var i = 0; i < 5; i++) tracker.Update(TrackScenes.Seen(i, [TrackScenes.Car(10)]), out _);

        Assert.Empty(tracker.Update(TrackScenes.Seen(5, []), out _));
        Assert.Empty(tracker.Update(TrackScenes.Skipped(6), out _));
    }

    [Fact]
    public void Update_PredictLost_HandsOnALostTrackForThatLong()
    {
        var tracker = new SourceTracker(new TrackOptions { PredictLost = 2 });
        for (var i = 0; i < 5; i++) tracker.Update(TrackScenes.Seen(i, [TrackScenes.Car(10)]), out _);

        var shown = Enumerable.Range(5, 4).Select(i => tracker.Update(TrackScenes.Seen(i, []), out _).Length);

        Assert.Equal([1, 1, 0, 0], shown);
    }

    [Fact]
    public void Update_PredictionLeavesThePicture_IsCutAndThenGone()
    {
        var tracker = new SourceTracker(new TrackOptions());
        for (var i = 0; i < 10; i++)
        {
            using var seen = TrackScenes.Seen(i, [TrackScenes.Car(100 + (20 * i))], Picture());
            tracker.Update(seen, out _);
        }

        // Last seen at 280 to 360 in a picture 400 wide, 20 pixels a frame.
        using var third = TrackScenes.Skipped(12, Picture());
        Assert.Equal(400, Assert.Single(tracker.Update(third, out _)).Box.X2);
        using var late = TrackScenes.Skipped(20, Picture());
        Assert.Empty(tracker.Update(late, out _));
    }

    [Fact]
    public void Update_FramesDroppedOnTheWay_MovesTracksAsFar()
    {
        var tracker = new SourceTracker(new TrackOptions());
        for (var i = 0; i < 20; i++) tracker.Update(TrackScenes.Seen(i, [TrackScenes.Car(10 + (10 * i))]), out _);

        Assert.Equal(1, tracker.Update(TrackScenes.Seen(32, [TrackScenes.Car(10 + (10 * 32))]), out _)[0].TrackId);
    }

    private static HostPicture Picture() => new(400, 300, PixelFormat.Gray8);
}
