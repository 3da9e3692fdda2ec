using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Tests.Tracking;

/// <summary>Frames half a second apart: what drives does not overlap with where it was.</summary>
public sealed class ReachTests
{
    [Theory]
    [InlineData(TrackerKind.Bytetrack)]
    [InlineData(TrackerKind.Iou)]
    [InlineData(TrackerKind.Sort)]
    [InlineData(TrackerKind.Ocsort)]
    [InlineData(TrackerKind.Botsort)]
    public void Update_FewFrames_AFastObjectKeepsItsId(TrackerKind kind)
    {
        var tracker = new SourceTracker(new() { Tracker = kind });
        Assert.Equal([null, 1, 1, 1, 1], Ids(tracker, i => [TrackScenes.Car(10 + (90 * i))], 5));
    }

    [Fact]
    public void Update_ReachZero_OverlapAlone()
        => Assert.Equal([null, null, null], Ids(new(new() { Reach = 0 }), i => [TrackScenes.Car(10 + (90 * i))], 3));

    [Fact]
    public void Update_FartherThanItCanGo_IsAnotherObject()
        => Assert.Equal([null, null, null], Ids(new(new()), i => [TrackScenes.Car(10 + (110 * i))], 3));

    [Fact]
    public void Update_ManyFrames_NothingJumps()
    {
        // At 25 frames a second the same way in one frame would be 31 sizes a second.
        var tracker = new SourceTracker(new());
        Assert.Equal([null, null, null], Ids(tracker, i => [TrackScenes.Car(10 + (90 * i))], 3, framesPerSecond: 25));
    }

    [Fact]
    public void Update_AnotherSizeOrNotSeenInTheLastFrame_IsNotTheSame()
    {
        var truck = TrackScenes.Car(110) with { Box = new(110, 10, 310, 150) };
        Assert.Equal([null, null], Ids(new(new()), i => [i == 0 ? TrackScenes.Car(10) : truck], 2));

        // Two frames that nobody saw it in are a second and a half.
        Assert.Null(Last(new(new()), i => i is 2 or 3 ? [] : [TrackScenes.Car(i < 2 ? 10 : 150)], 5).TrackId);
    }

    [Fact]
    public void Update_TwoThatMeet_EachGoesOn()
    {
        var tracker = new SourceTracker(new());
        ImmutableArray<Detection> found = [];
        for (var i = 0; i < 7; i++)
            found = tracker.Update(Seen(i, [TrackScenes.Car(10 + (90 * i), y: 100), TrackScenes.Car(550 - (90 * i), y: 160)], 2), out _);
        Assert.Equal((1, 2), (found[0].TrackId, found[1].TrackId));
    }

    private static List<long?> Ids(SourceTracker tracker, Func<int, ImmutableArray<Detection>> scene, int frames, double framesPerSecond = 2)
        => [.. Enumerable.Range(0, frames).Select(i => tracker.Update(Seen(i, scene(i), framesPerSecond), out _)[0].TrackId)];

    private static Detection Last(SourceTracker tracker, Func<int, ImmutableArray<Detection>> scene, int frames)
    {
        ImmutableArray<Detection> found = [];
        for (var i = 0; i < frames; i++) found = tracker.Update(Seen(i, scene(i), 2), out _);
        return found[0];
    }

    private static Frame Seen(long index, ImmutableArray<Detection> detections, double framesPerSecond)
        => TrackScenes.Seen(index, detections, at: index / framesPerSecond);
}
