using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Tests.Tracking;

public sealed class SourceTrackerTests
{
    [Theory]
    [InlineData(TrackerKind.Bytetrack)]
    [InlineData(TrackerKind.Iou)]
    [InlineData(TrackerKind.Sort)]
    [InlineData(TrackerKind.Ocsort)]
    [InlineData(TrackerKind.Botsort)]
    public void Update_ObjectMovesSteadily_KeepsOneId(TrackerKind kind)
    {
        var tracker = new SourceTracker(new TrackOptions { Tracker = kind });
        var ids = Enumerable.Range(0, 40).Select(i => tracker.Update(Seen(i, [Car(10 + (4 * i))]), out _)[0].TrackId).ToList();
        Assert.Null(ids[0]);
        Assert.All(ids.Skip(1), id => Assert.Equal(1, id));
    }

    [Theory]
    [InlineData(TrackerKind.Bytetrack)]
    [InlineData(TrackerKind.Sort)]
    [InlineData(TrackerKind.Ocsort)]
    [InlineData(TrackerKind.Botsort)]
    public void Update_ObjectMissingForAWhile_KeepsItsIdByMotion(TrackerKind kind)
    {
        var tracker = new SourceTracker(new TrackOptions { Tracker = kind });
        for (var i = 0; i < 20; i++) tracker.Update(Seen(i, [Car(10 + (6 * i))]), out _);
        for (var i = 20; i < 28; i++) tracker.Update(Seen(i, []), out _);
        Assert.Equal(1, tracker.Update(Seen(28, [Car(10 + (6 * 28))]), out _)[0].TrackId);
    }

    [Fact]
    public void Update_WeakDetection_ContinuesATrackButBeginsNone()
    {
        var tracker = new SourceTracker(new TrackOptions());
        for (var i = 0; i < 5; i++) tracker.Update(Seen(i, [Car(10)]), out _);
        var found = tracker.Update(Seen(5, [Car(10, score: 0.2f), Car(400, score: 0.2f)]), out _);
        Assert.Equal(1, found[0].TrackId);
        for (var i = 6; i < 10; i++) found = tracker.Update(Seen(i, [Car(10, score: 0.2f), Car(400, score: 0.2f)]), out _);
        Assert.Null(found[1].TrackId);
    }

    [Fact]
    public void Update_SingleStrayDetection_NeverGetsAnIdAndSkipsNone()
    {
        var tracker = new SourceTracker(new TrackOptions());
        tracker.Update(Seen(0, [Car(600)]), out _);
        for (var i = 1; i < 5; i++) tracker.Update(Seen(i, [Car(10)]), out _);
        Assert.Equal(1, tracker.Update(Seen(5, [Car(10)]), out _)[0].TrackId);
    }

    [Theory]
    [InlineData(TrackerKind.Bytetrack)]
    [InlineData(TrackerKind.Sort)]
    [InlineData(TrackerKind.Ocsort)]
    [InlineData(TrackerKind.Botsort)]
    public void Update_TwoObjectsCross_KeepTheirIds(TrackerKind kind)
    {
        var tracker = new SourceTracker(new TrackOptions { Tracker = kind });
        ImmutableArray<Detection> found = [];
        for (var i = 0; i < 60; i++) found = tracker.Update(Seen(i, [Car(10 + (5 * i), y: 100), Car(310 - (5 * i), y: 118)]), out _);
        Assert.Equal([1L, 2L], found.Select(d => d.TrackId!.Value).Order());
        Assert.Equal(1, found[0].TrackId);
    }

    [Fact]
    public void Update_TrackGone_ReportsItOnceWithItsSpan()
    {
        var tracker = new SourceTracker(new TrackOptions { MaxAge = 3 });
        for (var i = 0; i < 6; i++) tracker.Update(Seen(i, [Car(10, score: i == 3 ? 0.95f : 0.8f)]), out _);
        var ended = Enumerable.Range(6, 10).SelectMany(i => { tracker.Update(Seen(i, []), out var gone); return gone; }).ToList();
        var track = Assert.Single(ended);
        Assert.Equal((1, 0, 5, 6, 0.95f), (track.Id, track.FirstFrame, track.LastFrame, track.Hits, track.BestScore));
    }

    [Fact]
    public void Update_LabelFlipsForOneFrame_DoesNotCutTheTrack()
    {
        var tracker = new SourceTracker(new TrackOptions());
        for (var i = 0; i < 5; i++) tracker.Update(Seen(i, [Car(10)]), out _);
        var flipped = Car(11) with { ClassId = 7, Label = "truck" };
        Assert.Equal(1, tracker.Update(Seen(5, [flipped]), out _)[0].TrackId);
    }

    private static Detection Car(float x, float score = 0.9f, float y = 100) => TrackScenes.Car(x, score, y);

    private static Frame Seen(long index, ImmutableArray<Detection> detections) => TrackScenes.Seen(index, detections);
}
