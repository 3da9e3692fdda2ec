using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.FFmpeg;
using ColorRange = Sluice.Abstractions.ColorRange;

namespace Sluice.Tests.Inference;

public sealed class FramePreprocessorTests
{
    public static TheoryData<PixelFormat, ColorRange, int, int> Pictures
    {
        get
        {
            var data = new TheoryData<PixelFormat, ColorRange, int, int>();
            foreach (var format in Enum.GetValues<PixelFormat>())
                if (format != PixelFormat.Other)
                    foreach (var range in Enum.GetValues<ColorRange>())
                        foreach (var (width, height) in new[] { (96, 54), (75, 41), (17, 90) }) data.Add(format, range, width, height);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Write_AnyFormatSizeAndRotation_IsTheReference(PixelFormat format, ColorRange range, int width, int height)
    {
        using var frame = RandomPicture.Frame(width, height, format, range);
        foreach (var rotation in new[] { 0, 90, 180, 270 })
        {
            foreach (var letterbox in Enum.GetValues<Letterbox>())
            {
                var layout = new InputLayout { Width = 64, Height = 48, Letterbox = letterbox, Color = ChannelOrder.Bgr };

                var written = Write(frame.Picture, rotation, layout);

                // Packed colours round once, at the end; YUV rounds up to three products before.
                var tolerance = format is PixelFormat.Rgb24 or PixelFormat.Bgr24 ? 1 : 2;
                var expected = ReferenceResize.Of(frame.Picture, rotation, layout);
                for (var i = 0; i < expected.Length; i++)
                    Assert.True(Math.Abs(expected[i] - written[i]) <= tolerance, $"{rotation} {letterbox} at {i}: {written[i]}, expected {expected[i]}");
            }
        }
    }

    [Theory]
    [InlineData(PixelFormat.Yuv420P, ColorRange.Limited, "yuv420p")]
    [InlineData(PixelFormat.Yuv420P, ColorRange.Full, "yuvj420p")]
    [InlineData(PixelFormat.Yuv422P, ColorRange.Limited, "yuv422p")]
    public void Write_AtTheSameSize_IsToTheBitWhatTheScalerGives(PixelFormat format, ColorRange range, string name)
    {
        const int Width = 96, Height = 54;
        using var frame = RandomPicture.Frame(Width, Height, format, range);
        using var native = new AvFrame();
        native.Allocate(Width, Height, AvPixelFormat.Named(name));
        native.ColorRange = range == ColorRange.Full ? Native.FFmpeg.ColorRange.Full : Native.FFmpeg.ColorRange.Limited;
        for (var plane = 0; plane < 3; plane++)
            for (var row = 0; row < native.PlaneHeight(plane); row++)
                frame.Picture.Plane(plane).Slice(row * frame.Picture.StrideBytes(plane), native.RowBytes(plane))
                    .CopyTo(native.WritablePlane(plane)[(row * native.Stride(plane))..]);
        using var scaler = new Scaler();
        var expected = new byte[3 * Width * Height];
        scaler.Convert(native, expected, 3 * Width, Width, Height, AvPixelFormat.Rgb24);

        var written = Write(frame.Picture, 0, new() { Width = Width, Height = Height });

        for (var i = 0; i < Width * Height; i++)
            for (var channel = 0; channel < 3; channel++)
                Assert.Equal(expected[(3 * i) + channel], written[(channel * Width * Height) + i]);
    }

    [Fact]
    public void Write_ScaleMeanAndDeviation_NormalisesEachChannel()
    {
        var card = new ModelCard { Scale = 1 / 255.0, Mean = [0.485, 0.456, 0.406], Std = [0.229, 0.224, 0.225], Letterbox = Letterbox.Stretch };
        using var frame = RandomPicture.Solid(8, 8, red: 255, green: 0, blue: 51);

        var written = Write(frame.Picture, 0, InputLayout.Of(card, 4, 4));

        Assert.Equal((1 - 0.485) / 0.229, written[0], 4);
        Assert.Equal((0 - 0.456) / 0.224, written[16], 4);
        Assert.Equal((0.2 - 0.406) / 0.225, written[32], 4);
    }

    [Fact]
    public void Write_SlotUsedForAnotherSize_PaintsTheBorderAgain()
    {
        var preprocessor = new FramePreprocessor(new() { Width = 32, Height = 32 });
        using var tall = RandomPicture.Frame(16, 64, PixelFormat.Yuv420P, ColorRange.Limited);
        using var wide = RandomPicture.Frame(64, 16, PixelFormat.Yuv420P, ColorRange.Limited);
        var used = new float[3 * 32 * 32];
        ResamplePlan? bordered = null;
        preprocessor.Write(tall.Picture, 0, used, ref bordered);
        preprocessor.Write(wide.Picture, 0, used, ref bordered);

        Assert.Equal(Write(wide.Picture, 0, preprocessor.Layout), used);
    }

    [Fact]
    public void Write_KindsSeenBefore_AllocatesNothing()
    {
        var preprocessor = new FramePreprocessor(new() { Width = 64, Height = 64 });
        using var one = RandomPicture.Frame(96, 54, PixelFormat.Yuv420P, ColorRange.Limited);
        using var two = RandomPicture.Frame(54, 96, PixelFormat.Nv12, ColorRange.Full);
        var target = new float[3 * 64 * 64];
        ResamplePlan? bordered = null;
        void Both()
        {
            preprocessor.Write(one.Picture, 0, target, ref bordered);
            preprocessor.Write(two.Picture, 90, target, ref bordered);
        }

        Both();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Both();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(Letterbox.TopLeft, 0, 0, 416, 233)] // 432 * (416 / 768) is a little under 234 in doubles, in every exporter's too
    [InlineData(Letterbox.Center, 0, 91, 416, 234)]
    [InlineData(Letterbox.Stretch, 0, 0, 416, 416)]
    public void Placement_OfAWideFrame_FollowsTheLetterbox(Letterbox letterbox, int left, int top, int width, int height)
    {
        var place = Placement.Of(768, 432, new() { Width = 416, Height = 416, Letterbox = letterbox });

        Assert.Equal((left, top, width, height), (place.Left, place.Top, place.Width, place.Height));
    }

    [Theory]
    [InlineData(Letterbox.TopLeft, 58.5f)]
    [InlineData(Letterbox.Center, 149.5f)]
    [InlineData(Letterbox.Stretch, 104)]
    public void ToFrame_BoxOfTheInput_IsScaledMovedAndClipped(Letterbox letterbox, float top)
    {
        var place = Placement.Of(768, 432, new() { Width = 416, Height = 416, Letterbox = letterbox });

        var box = place.ToFrame(new(104, top, 208, 5000));

        Assert.Equal(192, box.X1, 3);
        Assert.Equal(108, box.Y1, 3);
        Assert.Equal(384, box.X2, 3);
        Assert.Equal(432, box.Y2, 3);
    }

    private static float[] Write(Picture picture, int rotation, InputLayout layout)
    {
        var target = new float[layout.Length];
        ResamplePlan? bordered = null;
        new FramePreprocessor(layout).Write(picture, rotation, target, ref bordered);
        return target;
    }
}
