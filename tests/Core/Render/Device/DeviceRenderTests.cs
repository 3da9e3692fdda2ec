using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Render;
using Sluice.Core.Stages.Render.Device;
using Sluice.Tests.Cuda;
using Sluice.Tests.Inference;
using Sluice.Tests.Inference.Device;
using Sluice.Tests.Media;

namespace Sluice.Tests.Render.Device;

[Collection(nameof(DeviceTrafficCollection))]
public sealed class DeviceRenderTests
{
    [GccTheory]
    [InlineData(320, 180, 0)]
    [InlineData(320, 180, 90)]
    [InlineData(320, 180, 180)]
    [InlineData(320, 180, 270)]
    [InlineData(99, 67, 0)]
    [InlineData(99, 67, 90)]
    [InlineData(99, 67, 270)]
    public async Task Process_PictureOnTheDevice_IsDrawnThereToTheSameBytes(int width, int height, int rotation)
    {
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        var device = PaintDevice.Open(gpu, frames.Device)!;
        var stage = new RenderStage(new(), _ => device);
        using var noise = DeviceFrames.Noise(width, height);
        var (onDevice, onHost) = frames.Both(noise);
        using (var one = Seen(new Frame(ClipFrames.Info("clip", 0, rotation), onDevice)))
        using (var other = Seen(new Frame(ClipFrames.Info("clip", 0, rotation), onHost)))
        using (var expected = await TestFrames.RunAsync(stage, other))
        {
            var before = DeviceTraffic.DownloadedBytes;
            using var drawn = await TestFrames.RunAsync(stage, one);
            Assert.Equal(before, DeviceTraffic.DownloadedBytes);

            Assert.NotNull(((AvPicture)drawn.Picture).Surface);
            Assert.True(drawn.Picture.IsUpright);
            Assert.Equal((0, expected.Picture.Width, expected.Picture.Height), (drawn.Rotation, drawn.Picture.Width, drawn.Picture.Height));
            Assert.Equal((expected.Picture.Range, expected.Picture.Matrix), (drawn.Picture.Range, drawn.Picture.Matrix));
            Compare(expected.Picture, drawn.Picture);
            // What it was drawn on is as it was.
            Compare(onHost, onDevice);
        }

        Assert.Equal(0, stage.Outstanding);
        await stage.DisposeAsync();
        device.Atlas.Dispose();
    }

    [GccFact]
    public async Task Process_MorePicturesThanTheBudgetHolds_AreDrawnOnTheHost()
    {
        const int Width = 320, Height = 180;
        using var frames = new DeviceFrames();
        using var gpu = EmulatedGpu.Open();
        var device = PaintDevice.Open(gpu, frames.Device)!;
        var stage = new RenderStage(new() { Surfaces = new(2 * Width * Height * 3 / 2) }, _ => device);
        using var noise = DeviceFrames.Noise(Width, Height);
        var onDevice = new List<bool>();
        var kept = new List<Frame>();
        for (var i = 0; i < 4; i++)
        {
            var (gpuPicture, hostPicture) = frames.Both(noise);
            using var one = Seen(new Frame(ClipFrames.Info("gpu", i), gpuPicture));
            using var other = new Frame(ClipFrames.Info("cpu", i), hostPicture);
            kept.Add(await TestFrames.RunAsync(stage, one));
            onDevice.Add(((AvPicture)kept[^1].Picture).Surface != null);
            if (i == 2) kept[0].Dispose();
        }

        Assert.Equal([true, true, false, true], onDevice);
        foreach (var frame in kept) frame.Dispose();
        await stage.DisposeAsync();
        device.Atlas.Dispose();
    }

    [GccFact]
    public async Task Process_NoBudget_DrawsOnTheHostAndAsksNoDevice()
    {
        using var frames = new DeviceFrames();
        var stage = new RenderStage(new() { Surfaces = new(0) }, _ => throw new InvalidOperationException("asked"));
        using var noise = DeviceFrames.Noise(64, 48);
        var (onDevice, onHost) = frames.Both(noise);
        using (var one = Seen(new Frame(ClipFrames.Info("gpu", 0), onDevice)))
        using (var other = new Frame(ClipFrames.Info("cpu", 0), onHost))
        using (var drawn = await TestFrames.RunAsync(stage, one))
            Assert.Null(((AvPicture)drawn.Picture).Surface);
        await stage.DisposeAsync();
    }

    // Everything that can be drawn: boxes seen and predicted, over the border, with labels; caption, keyframe, a zone, a crowded one, a line.
    private static Frame Seen(Frame frame)
    {
        using var own = frame;
        Detection Box(int id, float x1, float y1, float x2, float y2, bool predicted = false)
            => new(id, "car", 0.5f + (0.01f * id), new(x1, y1, x2, y2)) { TrackId = id, Predicted = predicted };
        using var found = frame.With([Box(1, 10, 20, 60, 55), Box(2, -20, 30, 200, 400, true), Box(3, 40.6f, 33.3f, 71.2f, 60)]);
        using var placed = found.WithPlaces([],
        [
            new() { Name = "yard", Points = [new(0.2, 0.2), new(0.9, 0.3), new(0.6, 0.95)] },
            new() { Name = "full", Points = [new(0.1, 0.1), new(0.4, 0.15), new(0.3, 0.5)], IsCrowded = true },
            new() { Name = "line", Points = [new(0, 0.9), new(1, 0.1)] },
        ]);
        return placed.With(new Keyframe { Score = 0.8f, Reasons = new Dictionary<string, double> { ["coverage"] = 1 } });
    }

    private static void Compare(Picture expected, Picture found)
    {
        Assert.Equal(expected.PlaneCount, found.PlaneCount);
        var (width, height) = (expected.Width, expected.Height);
        for (var plane = 0; plane < 2; plane++)
        {
            // Of an odd height FFmpeg copies no last row of chroma; DrawKernelTests look at that.
            var (bytes, rows) = plane == 0 ? (width, height) : ((width + 1) / 2 * 2, height / 2);
            for (var row = 0; row < rows; row++)
            {
                var one = expected.Plane(plane).Slice(row * expected.StrideBytes(plane), bytes);
                var other = found.Plane(plane).Slice(row * found.StrideBytes(plane), bytes);
                Assert.True(one.SequenceEqual(other), $"plane {plane}, row {row}");
            }
        }
    }
}
