using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;
using Sluice.Tests;

namespace Sluice.Core.Tests.Tracking;

/// <summary>What a tracker may keep and may allocate.</summary>
public sealed class TrackerBoundsTests
{
    public static TheoryData<TrackerKind> Kinds { get; } = [.. Enum.GetValues<TrackerKind>()];

    [Fact]
    public void Update_MoreObjectsThanItKeeps_FollowsTheFirstOfThem()
    {
        var tracker = new SourceTracker(new TrackOptions { MinHits = 1 });
        ImmutableArray<Detection> crowd = [.. Enumerable.Range(0, SourceTracker.MostTracks + 50).Select(i => TrackScenes.Car(i * 100))];

        var found = tracker.Update(TrackScenes.Seen(0, crowd), out _);

        Assert.Equal(SourceTracker.MostTracks, found.Count(detection => detection.TrackId != null));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Update_TracksGoOn_AllocatesTheListAlone(TrackerKind kind)
    {
        const int Objects = 20, Frames = 50;
        var tracker = new SourceTracker(new TrackOptions { Tracker = kind });
        var frames = Enumerable.Range(0, SteadyAllocation.Rounds * Frames)
            .Select(i => TrackScenes.Seen(i, [.. Enumerable.Range(0, Objects).Select(n => TrackScenes.Car((n * 200) + (i % 40)))])).ToArray();
        var next = 0;
        var perFrame = SteadyAllocation.Of(Frames, () => tracker.Update(frames[next++], out _)) / (double)Frames;

        var list = (Objects * Unsafe.SizeOf<Detection>()) + (2 * IntPtr.Size) + IntPtr.Size;
        Assert.InRange(perFrame, 0, list + 16);
    }

    [Fact]
    public void Update_OneObjectNamedTwoWays_BeginsOneTrack()
    {
        var tracker = new SourceTracker(new TrackOptions());
        var car = TrackScenes.Car(100);
        var truck = new Detection(7, "truck", 0.8f, new(car.Box.X1 + 2, car.Box.Y1, car.Box.X2 + 2, car.Box.Y2));
        tracker.Update(TrackScenes.Seen(0, [car]), out _);

        var ids = Enumerable.Range(1, 5).Select(i => tracker.Update(TrackScenes.Seen(i, [car, truck]), out _).Select(d => d.TrackId)).Last();

        Assert.Equal([1L, null], ids);
    }

    [Fact]
    public void Update_DetectionBetweenHighAndBegin_ContinuesATrackButBeginsNone()
    {
        var tracker = new SourceTracker(new TrackOptions { High = 0.5, Begin = 0.7, MinHits = 1 });
        tracker.Update(TrackScenes.Seen(0, [TrackScenes.Car(100)]), out _);

        var found = tracker.Update(TrackScenes.Seen(1, [TrackScenes.Car(100, score: 0.6f), TrackScenes.Car(400, score: 0.6f)]), out _);

        Assert.Equal([1L, null], found.Select(detection => detection.TrackId));
    }
}
