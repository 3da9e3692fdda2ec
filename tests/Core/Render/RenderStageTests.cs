using Sluice.Abstractions;
using Sluice.Core.Stages.Render;
using Sluice.Tests.Media;

namespace Sluice.Tests.Render;

public sealed class RenderStageTests : IAsyncLifetime
{
    private static readonly RenderOptions BoxesOnly = new() { Labels = false, Caption = false, LineWidth = 2 };

    private readonly TestFrames _frames = new();
    private readonly List<RenderStage> _stages = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Assert.Equal(0, _frames.Outstanding);
        foreach (var stage in _stages)
        {
            Assert.Equal(0, stage.Outstanding);
            await stage.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(PixelFormat.Yuv420P)]
    [InlineData(PixelFormat.Yuv422P)]
    [InlineData(PixelFormat.Yuv444P)]
    [InlineData(PixelFormat.Nv12)]
    public async Task Process_Box_DrawsItsEdgesAndNothingElse(PixelFormat format)
    {
        var color = Palette.For(ColorMatrix.Bt601, ColorRange.Limited).Of(2);
        using var result = await DrawAsync(BoxesOnly, Box(20, 30, 60, 70), format);
        Assert.Equal(format, result.Picture.Format);
        var luma = TestFrames.Samples(result.Picture, 0);
        // The line is centred on the edge; where chroma is shared it starts on an even pixel.
        var from = format == PixelFormat.Yuv444P ? (X: 19, Y: 29) : (X: 20, Y: 30);
        var to = format == PixelFormat.Yuv444P ? (X: 61, Y: 71) : (X: 62, Y: 72);
        bool OnLine(int x, int y) => x >= from.X && x < to.X && y >= from.Y && y < to.Y &&
            !(x >= from.X + 2 && x < to.X - 2 && y >= from.Y + 2 && y < to.Y - 2);
        for (var y = 0; y < 96; y++)
            for (var x = 0; x < 128; x++)
                Assert.True(luma[(y * 128) + x] == (OnLine(x, y) ? color.Y : TestFrames.Grey), $"luma at {x},{y}");
        var (shiftX, shiftY) = (format == PixelFormat.Yuv444P ? 0 : 1, format is PixelFormat.Yuv420P or PixelFormat.Nv12 ? 1 : 0);
        for (var y = 0; y < 96 >> shiftY; y++)
        {
            for (var x = 0; x < 128 >> shiftX; x++)
            {
                var expected = OnLine(x << shiftX, y << shiftY) ? (color.U, color.V) : ((byte)128, (byte)128);
                Assert.True(Chroma(result.Picture, x, y, 128 >> shiftX) == expected, $"chroma at {x},{y}");
            }
        }
    }

    [Fact]
    public async Task Process_PredictedBox_IsDashed()
    {
        using var result = await DrawAsync(BoxesOnly, Box(20, 30, 100, 70) with { Predicted = true });
        var color = Palette.For(ColorMatrix.Bt601, ColorRange.Limited).Of(2);
        var top = TestFrames.Samples(result.Picture, 0).AsSpan(30 * 128, 128).ToArray();
        var runs = string.Concat(top.Select(luma => luma == color.Y ? '#' : '.'));
        Assert.Equal("########........########........########........########........########........", runs[20..100]);
    }

    [Theory]
    [InlineData(-200, -200, 400, 400, 0)]
    [InlineData(-1e9f, -1e9f, 1e9f, 1e9f, 0)]
    [InlineData(300, 300, 400, 400, 0)]
    [InlineData(-50, 40, 400, 1000, 128 * 2)]
    [InlineData(0, 0, 128, 96, (128 * 2 * 2) + (92 * 2 * 2))]
    public async Task Process_BoxOverTheBorder_IsClipped(float x1, float y1, float x2, float y2, int changed)
    {
        using var solid = await DrawAsync(BoxesOnly, Box(x1, y1, x2, y2));
        Assert.Equal(changed, TestFrames.Samples(solid.Picture, 0).Count(luma => luma != TestFrames.Grey));
        using var dashed = await DrawAsync(BoxesOnly, Box(x1, y1, x2, y2) with { Predicted = true });
        Assert.InRange(TestFrames.Samples(dashed.Picture, 0).Count(luma => luma != TestFrames.Grey), 0, changed);
    }

    [Fact]
    public async Task Process_Label_ChangesItsChipAlone()
    {
        var options = new RenderOptions { Caption = false, LineWidth = 2, Labels = false };
        using var plain = await DrawAsync(options, Box(20, 50, 100, 80));
        using var labelled = await DrawAsync(options with { Labels = true }, Box(20, 50, 100, 80));
        var (before, after) = (TestFrames.Samples(plain.Picture, 0), TestFrames.Samples(labelled.Picture, 0));
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).Select(i => (X: i % 128, Y: i / 128)).ToList();
        var chip = (X1: changed.Min(p => p.X), Y1: changed.Min(p => p.Y), X2: changed.Max(p => p.X) + 1, Y2: changed.Max(p => p.Y) + 1);
        Assert.Equal((20, 50), (chip.X1, chip.Y2));
        // All of it, but for a letter's edge that happens to be as grey as the picture.
        Assert.InRange(changed.Count, (chip.X2 - chip.X1) * (chip.Y2 - chip.Y1) * 95 / 100, (chip.X2 - chip.X1) * (chip.Y2 - chip.Y1));
        // Letters in it: about a third of the chip, dark on this class's light colour.
        var palette = Palette.For(ColorMatrix.Bt601, ColorRange.Limited);
        Assert.InRange(changed.Count(p => after[(p.Y * 128) + p.X] != palette.Of(2).Y), changed.Count / 8, changed.Count / 2);
        Assert.Contains(palette.TextOn(palette.Of(2)).Y, changed.Select(p => after[(p.Y * 128) + p.X]));
        for (var plane = 1; plane < 3; plane++)
        {
            var (u, v) = (TestFrames.Samples(plain.Picture, plane), TestFrames.Samples(labelled.Picture, plane));
            Assert.All(Enumerable.Range(0, u.Length).Where(i => u[i] != v[i]), i =>
            {
                Assert.InRange(i % 64, chip.X1 / 2, (chip.X2 / 2) - 1);
                Assert.InRange(i / 64, chip.Y1 / 2, (chip.Y2 / 2) - 1);
            });
        }
    }

    [Fact]
    public async Task Process_Drawing_LeavesTheInputAsItWas()
    {
        using var frame = _frames.Make(128, 96);
        using var seen = frame.With([Box(20, 30, 60, 70)]);
        using var result = await TestFrames.RunAsync(Make(new()), seen);
        Assert.NotSame(frame.Picture, result.Picture);
        Assert.All(TestFrames.Samples(frame.Picture, 0), luma => Assert.Equal(TestFrames.Grey, luma));
        Assert.Equal(seen.Detections, result.Detections);
    }

    [Fact]
    public async Task Process_NothingToDraw_PassesThePictureOn()
    {
        using var frame = _frames.Make(128, 96);
        using var result = await TestFrames.RunAsync(Make(BoxesOnly), frame);
        Assert.Same(frame.Picture, result.Picture);
    }

    [Theory]
    [InlineData(90, PixelFormat.Yuv420P, 63, 0)]
    [InlineData(180, PixelFormat.Yuv420P, 95, 63)]
    [InlineData(270, PixelFormat.Yuv420P, 0, 95)]
    [InlineData(90, PixelFormat.Nv12, 63, 0)]
    [InlineData(90, PixelFormat.Yuv444P, 63, 0)]
    [InlineData(90, PixelFormat.Yuv422P, 63, 0)]
    [InlineData(270, PixelFormat.Yuv420P10, 0, 95)]
    public async Task Process_RotatedPicture_ComesOutUpright(int rotation, PixelFormat format, int x, int y)
    {
        using var frame = _frames.Make(96, 64, format, rotation: rotation, fill: picture =>
        {
            var deep = format == PixelFormat.Yuv420P10;
            for (var plane = 0; plane < picture.PlaneCount; plane++)
            {
                if (deep)
                    System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(picture.WritablePlane(plane)).Fill(plane == 0 ? (ushort)400 : (ushort)512);
            }

            // One bright pixel in the coded picture's upper left corner.
            if (deep) System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(picture.WritablePlane(0))[0] = 800;
            else picture.WritablePlane(0)[0] = 200;
        });
        using var result = await TestFrames.RunAsync(Make(BoxesOnly), frame);
        Assert.True(result.Picture.IsUpright);
        Assert.Equal((0, frame.DisplayWidth, frame.DisplayHeight), (result.Rotation, result.DisplayWidth, result.DisplayHeight));
        var luma = TestFrames.Samples(result.Picture, 0);
        Assert.Equal((y * result.Picture.Width) + x, Array.IndexOf(luma, luma.Max()));
    }

    [Theory]
    [InlineData(PixelFormat.Yuv420P10)]
    [InlineData(PixelFormat.Gray8)]
    [InlineData(PixelFormat.Bgr24)]
    public async Task Process_FormatThatCannotBeDrawnOn_BecomesYuv420P(PixelFormat format)
    {
        using var result = await DrawAsync(BoxesOnly, Box(20, 30, 60, 70), format);
        Assert.Equal((PixelFormat.Yuv420P, 128, 96), (result.Picture.Format, result.Picture.Width, result.Picture.Height));
    }

    [Fact]
    public async Task Process_Keyframe_HasABorder()
    {
        using var frame = _frames.Make(128, 96);
        using var chosen = frame.With(new Keyframe { Score = 0.8f, Reasons = new Dictionary<string, double> { ["coverage"] = 1 } });
        using var result = await TestFrames.RunAsync(Make(BoxesOnly), chosen);
        var accent = Palette.For(ColorMatrix.Bt601, ColorRange.Limited).Accent.Y;
        var luma = TestFrames.Samples(result.Picture, 0);
        Assert.All([0, 127, 95 * 128, (95 * 128) + 127, 48 * 128], at => Assert.Equal(accent, luma[at]));
        Assert.Equal(TestFrames.Grey, luma[(40 * 128) + 64]);
    }

    [Theory]
    [InlineData(PixelFormat.Yuv420P)]
    [InlineData(PixelFormat.Yuv444P)]
    [InlineData(PixelFormat.Nv12)]
    public async Task Process_Zone_IsFilledWithinItsOutline(PixelFormat format)
    {
        var palette = Palette.For(ColorMatrix.Bt601, ColorRange.Limited);
        using var result = await DrawAsync(BoxesOnly, Zone with { IsCrowded = false }, format);
        using var crowded = await DrawAsync(BoxesOnly, Zone with { IsCrowded = true }, format);
        var (luma, alert) = (TestFrames.Samples(result.Picture, 0), TestFrames.Samples(crowded.Picture, 0));
        // On the edges, which lie on whole pixels; in the middle; outside.
        Assert.All([(32, 48), (96, 48), (64, 72)], p => Assert.Equal(palette.Zone.Y, luma[(p.Item2 * 128) + p.Item1]));
        Assert.All([(32, 48), (96, 48), (64, 72)], p => Assert.Equal(palette.Alert.Y, alert[(p.Item2 * 128) + p.Item1]));
        Assert.InRange(luma[(60 * 128) + 64], TestFrames.Grey + 4, palette.Zone.Y - 40);
        Assert.All([(20, 60), (108, 60), (64, 90)], p => Assert.Equal(TestFrames.Grey, luma[(p.Item2 * 128) + p.Item1]));
    }

    [Fact]
    public async Task Process_Line_IsSmoothAndPointsToItsLeft()
    {
        // Upwards: its left is the picture's left.
        var place = new PlaceState { Name = "l", Points = [new(0.52, 0.9), new(0.48, 0.1)] };
        using var result = await DrawAsync(BoxesOnly, place);
        var palette = Palette.For(ColorMatrix.Bt601, ColorRange.Limited);
        var luma = TestFrames.Samples(result.Picture, 0);
        Assert.Equal(palette.Line.Y, luma[(48 * 128) + 64]);
        // Half-covered pixels: more kinds of grey than the line, its rim and the picture.
        Assert.True(luma.Distinct().Count() > 10);
        byte[] Column(int x) => [.. Enumerable.Range(44, 8).Select(y => luma[(y * 128) + x])];
        Assert.Contains(palette.Line.Y, Column(55));
        Assert.DoesNotContain(palette.Line.Y, Column(73));
    }

    [Fact]
    public async Task Process_PlacesNotWanted_PassesThePictureOn()
    {
        using var frame = _frames.Make(128, 96);
        using var seen = frame.WithPlaces([], [Zone]);
        using var result = await TestFrames.RunAsync(Make(BoxesOnly with { Zones = false }), seen);
        Assert.Same(frame.Picture, result.Picture);
    }

    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(0, 0.3, 1, 0.3)]
    [InlineData(0.5, 0, 0.5, 1)]
    [InlineData(1, 1, 0.99, 1)]
    public async Task Process_LineAtTheBorder_IsClipped(double x1, double y1, double x2, double y2)
    {
        using var result = await DrawAsync(BoxesOnly, new PlaceState { Name = "l", Points = [new(x1, y1), new(x2, y2)] });
        Assert.Contains(TestFrames.Samples(result.Picture, 0), luma => luma != TestFrames.Grey);
    }

    [Fact]
    public void Process_ManyFrames_AllocatesNextToNothing()
        => AllocatesLittle(frame => frame.With([.. Enumerable.Range(0, 10).Select(i => Box(10 * i, 10 * i, (10 * i) + 50, (10 * i) + 40))]));

    [Fact]
    public void Process_ManyFramesWithPlaces_AllocatesNextToNothing()
        => AllocatesLittle(frame => frame.WithPlaces([], [Zone, new() { Name = "line", Points = [new(0, 0), new(1, 1)] }]));

    private void AllocatesLittle(Func<Frame, Frame> find)
    {
        var stage = Make(new());
        var output = new LastOutput();
        using var frame = _frames.Make(320, 240);
        using var seen = find(frame);
        Assert.InRange(SteadyAllocation.Of(100, () => stage.ProcessAsync(seen, output, default)), 0, 100 * 512);
        output.Take().Dispose();
    }

    private static Detection Box(float x1, float y1, float x2, float y2) => new(2, "car", 0.87f, new(x1, y1, x2, y2));

    private static (byte U, byte V) Chroma(Picture picture, int x, int y, int width)
    {
        if (picture.Format != PixelFormat.Nv12)
            return (picture.Plane(1)[(y * picture.StrideBytes(1)) + x], picture.Plane(2)[(y * picture.StrideBytes(2)) + x]);
        Assert.True(x < width);
        var at = (y * picture.StrideBytes(1)) + (x * 2);
        return (picture.Plane(1)[at], picture.Plane(1)[at + 1]);
    }

    private RenderStage Make(RenderOptions options)
    {
        var stage = new RenderStage(options);
        _stages.Add(stage);
        return stage;
    }

    private static PlaceState Zone => new() { Name = "zone", Points = [new(0.25, 0.25), new(0.75, 0.25), new(0.75, 0.75), new(0.25, 0.75)] };

    private async Task<Frame> DrawAsync(RenderOptions options, PlaceState place, PixelFormat format = PixelFormat.Yuv420P)
    {
        using var frame = _frames.Make(128, 96, format);
        using var seen = frame.WithPlaces([], [place]);
        return await TestFrames.RunAsync(Make(options), seen);
    }

    private async Task<Frame> DrawAsync(RenderOptions options, Detection detection, PixelFormat format = PixelFormat.Yuv420P)
    {
        using var frame = _frames.Make(128, 96, format);
        using var seen = frame.With([detection]);
        return await TestFrames.RunAsync(Make(options), seen);
    }
}
