using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Core.Stages.Inference.Regions;

namespace Sluice.Tests.Inference;

public sealed class FrameAreasTests
{
    [Fact]
    public void Of_NoOptions_IsTheWholeFrame() => Assert.Equal([null], FrameAreas.Whole.Of(640, 360).ToArray());

    [Fact]
    public void Of_Region_IsInPixels()
        => Assert.Equal([new PictureArea(64, 90, 512, 270)], new FrameAreas([0.1, 0.25, 0.9, 1], null).Of(640, 360).ToArray());

    [Theory]
    [InlineData(2, 2, 0.2, 1280, 720)]
    [InlineData(3, 1, 0.1, 1919, 1079)]
    [InlineData(1, 1, 0.5, 640, 480)]
    [InlineData(5, 4, 0.0, 333, 77)]
    public void Of_Tiles_CoverTheFrameAndOverlap(int columns, int rows, double overlap, int width, int height)
    {
        var areas = new FrameAreas(null, new() { Columns = columns, Rows = rows, Overlap = overlap, Whole = false }).Of(width, height).ToArray();

        Assert.Equal(columns * rows, areas.Length);
        Assert.All(areas, area => Assert.True(area is { X: >= 0, Y: >= 0 } && area.Value.X + area.Value.Width <= width && area.Value.Y + area.Value.Height <= height));
        var seen = new int[width];
        foreach (var area in areas.Take(columns))
            for (var x = area!.Value.X; x < area.Value.X + area.Value.Width; x++) seen[x]++;
        Assert.DoesNotContain(0, seen);
        for (var i = 1; i < columns; i++)
        {
            var shared = areas[i - 1]!.Value.X + areas[i - 1]!.Value.Width - areas[i]!.Value.X;
            Assert.InRange(shared, (areas[i]!.Value.Width * overlap) - 2, (areas[i]!.Value.Width * overlap) + 2);
        }
    }

    [Fact]
    public void Of_AnotherSize_IsWorkedOutAnew()
    {
        var areas = new FrameAreas([0, 0, 0.5, 0.5], null);

        Assert.Equal(new PictureArea(0, 0, 320, 180), areas.Of(640, 360)[0]);
        Assert.Equal(new PictureArea(0, 0, 100, 50), areas.Of(200, 100)[0]);
    }

    [Theory]
    [InlineData(new[] { 0.5, 0, 0.5, 1 })]
    [InlineData(new[] { 0.0, 0, 1 })]
    public void Check_NoRegion_NamesTheKey(double[] roi)
        => Assert.Equal(["roi"], new DetectFactory().Check(new DetectOptions { Model = "m", Roi = roi }).Select(static fault => fault.Key));

    [Fact]
    public void Take_HalfAnObjectAtASeam_GoesWithTheWholeOne()
    {
        var merger = new AreaMerger(new() { Score = 0.2f, Iou = 0.45f, Nms = Suppression.PerClass, Most = 10 });
        merger.Add([Found(0, 0.9f, new(100, 100, 200, 200)), Found(1, 0.5f, new(100, 100, 200, 200))]);
        merger.Add([Found(0, 0.6f, new(100, 100, 140, 200)), Found(0, 0.7f, new(300, 100, 400, 200))]);

        var kept = merger.Take();

        Assert.Equal([0.9f, 0.7f, 0.5f], kept.Select(static detection => detection.Score));
        Assert.Empty(merger.Take());
    }

    [DataFact]
    public void Detect_Tiles_FindsSmallObjectsThatTheWholeHides()
    {
        using var model = TestCards.Load(TestCards.YoloxNanoDynamic);
        using var frame = ClipFrames.Read(Repository.Video("retail-hevc-1080p.mp4"), [200]).Single();
        using var whole = new DetectionRun(model, 4);
        using var tiled = new DetectionRun(model, 4, areas: new(null, new() { Columns = 2, Rows = 2 }));
        var (one, many) = (new ImmutableArray<Detection>[1], new ImmutableArray<Detection>[1]);

        whole.Detect([frame], one, CancellationToken.None);
        tiled.Detect([frame], many, CancellationToken.None);

        Assert.True(many[0].Length > one[0].Length, $"{one[0].Length} in the whole, {many[0].Length} in tiles");
        // What the whole shows clearly the tiles show too, in the same place.
        foreach (var clear in one[0].Where(static found => found.Score > 0.7f))
            Assert.Contains(many[0], found => found.ClassId == clear.ClassId && found.Box.IoU(clear.Box) > 0.5f);
    }

    [DataFact]
    public void Detect_Region_FindsNothingOutside()
    {
        using var model = TestCards.Load(TestCards.YoloxNano);
        using var frame = ClipFrames.Read(Repository.Video("tud-stadtmitte.mp4"), [10]).Single();
        using var run = new DetectionRun(model, 1, areas: new([0.5, 0, 1, 1], null));
        var found = new ImmutableArray<Detection>[1];

        run.Detect([frame], found, CancellationToken.None);

        Assert.NotEmpty(found[0]);
        Assert.All(found[0], detection => Assert.True(detection.Box.X1 >= 319, $"{detection.Box}"));
    }

    private static Detection Found(int classId, float score, BoundingBox box) => new(classId, $"{classId}", score, box);
}
