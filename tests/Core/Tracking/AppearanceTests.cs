using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Core.Tests.Tracking;

/// <summary>BoT-SORT with detections that carry what they look like.</summary>
public sealed class AppearanceTests
{
    private static readonly float[] Red = [1, 0, 0, 0], Blue = [0, 1, 0, 0];

    [Fact]
    public void Update_NeighboursJumpTowardsEachOther_AreToldApartByAppearance()
    {
        // After the jump each detection overlaps the other's track better than its own, but looks like its own.
        Assert.Equal([1L, 2L], After(Look(125, Red), Look(115, Blue)));
    }

    [Fact]
    public void Update_NeighboursWithoutAppearance_GoByOverlap()
        => Assert.Equal([2L, 1L], After(Look(125, []), Look(115, [])));

    [Fact]
    public void Update_AppearanceFitsAcrossTheRoom_IsNotLookedAt()
        => Assert.DoesNotContain(1L, After(Look(500, Red), Look(900, Red)));

    [Fact]
    public void Similarity_OfAnotherModelsVector_IsNone()
    {
        var memory = new AppearanceMemory(0.9f);
        memory.Add(Red);
        Assert.Equal(-1, memory.Similarity([1, 0]));
    }

    [Fact]
    public void Add_OneOddLook_ChangesLittle()
    {
        var memory = new AppearanceMemory(0.9f);
        for (var i = 0; i < 5; i++) memory.Add(Red);
        memory.Add(Blue);
        Assert.InRange(memory.Similarity(Red), 0.99, 1);
    }

    private static IEnumerable<long> After(params ImmutableArray<Detection> detections)
    {
        var tracker = new SourceTracker(new TrackOptions { Tracker = TrackerKind.Botsort });
        for (var i = 0; i < 10; i++) tracker.Update(TrackScenes.Seen(i, [Look(100, Red), Look(140, Blue)]), out _);
        return tracker.Update(TrackScenes.Seen(10, detections), out _).Select(detection => detection.TrackId ?? 0);
    }

    private static Detection Look(float x, float[] embedding) => new(0, "person", 0.9f, new(x, 100, x + 80, 300))
    {
        Details = embedding.Length == 0 ? null : new ObjectDetails { Embedding = embedding },
    };
}
