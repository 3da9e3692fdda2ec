using Sluice.Native.FFmpeg;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class ScalerTests
{
    // Pure red in limited range: BT.601 (81, 90, 240), BT.709 (63, 102, 240); at full range BT.601 (76, 85, 255).
    [Theory]
    [InlineData("yuv420p", 5, ColorRange.Limited, 81, 90, 240)]
    [InlineData("yuv420p", 2, ColorRange.Unspecified, 81, 90, 240)]
    [InlineData("yuv420p", 1, ColorRange.Limited, 63, 102, 240)]
    [InlineData("yuv420p", 5, ColorRange.Full, 76, 85, 255)]
    [InlineData("yuvj420p", 5, ColorRange.Unspecified, 76, 85, 255)]
    public void Convert_ToBgr_FollowsMatrixAndRange(string format, int space, ColorRange range, byte y, byte u, byte v)
    {
        using var frame = Pictures.Flat(64, 48, AvPixelFormat.Named(format), y, u, v);
        (frame.ColorSpace, frame.ColorRange) = (space, range);
        using var scaler = new Scaler();
        using var bgr = new AvFrame();

        scaler.Convert(frame, bgr, 64, 48, AvPixelFormat.Bgr24);

        var pixel = bgr.Plane(0)[..3];
        Assert.InRange(pixel[0], 0, 3);
        Assert.InRange(pixel[1], 0, 3);
        Assert.InRange(pixel[2], 252, 255);
    }

    [Theory]
    [InlineData(ColorRange.Limited, 16, 0)]
    [InlineData(ColorRange.Limited, 235, 255)]
    [InlineData(ColorRange.Full, 100, 100)]
    public void Convert_ToGray_IsFullRange(ColorRange range, byte luma, byte expected)
    {
        using var frame = Pictures.Flat(64, 48, AvPixelFormat.Yuv420p, luma, 128, 128);
        frame.ColorRange = range;
        using var scaler = new Scaler();
        using var gray = new AvFrame();

        scaler.Convert(frame, gray, 32, 24, AvPixelFormat.Gray8);

        Assert.InRange(gray.Plane(0)[0], expected - 1, expected + 1);
    }

    [Fact]
    public void Convert_BetweenYuvSizes_KeepsValuesTimesAndColours()
    {
        using var frame = Pictures.Flat(64, 48, AvPixelFormat.Yuv420p, 50, 100, 150);
        (frame.Pts, frame.ColorSpace, frame.ColorRange) = (42, 1, ColorRange.Full);
        using var scaler = new Scaler();
        using var small = new AvFrame();

        scaler.Convert(frame, small, 30, 20, AvPixelFormat.Yuv420p);

        Assert.Equal((50, 100, 150), (small.Plane(0)[0], small.Plane(1)[0], small.Plane(2)[0]));
        Assert.Equal((42L, 1, ColorRange.Full), (small.Pts, small.ColorSpace, small.ColorRange));
    }

    [Fact]
    public void Convert_OfTheRangeAlone_RescalesTheValues()
    {
        using var frame = Pictures.Flat(64, 48, AvPixelFormat.Yuv420p, 235, 128, 128);
        frame.ColorRange = ColorRange.Limited;
        using var scaler = new Scaler();
        using var full = new AvFrame();

        scaler.Convert(frame, full, 64, 48, AvPixelFormat.Yuvj420p);

        Assert.InRange(full.Plane(0)[0], 254, 255);
    }

    [Fact]
    public void Convert_WhenTheSourceChanges_Follows()
    {
        using var scaler = new Scaler();
        using var result = new AvFrame();
        foreach (var (width, format) in new[] { (64, "yuv420p"), (32, "yuv420p"), (32, "yuv420p10le"), (40, "bgr24"), (64, "yuv420p") })
        {
            using var frame = Pictures.Gradient(width, 48, AvPixelFormat.Named(format));
            scaler.Convert(frame, result, 50, 50, AvPixelFormat.Rgb24);
            Assert.Equal((50, 50, "rgb24"), (result.Width, result.Height, result.Format.Name));
        }
    }

    [Fact]
    public void Convert_IntoASharedFrame_LeavesTheOtherAlone()
    {
        using var white = Pictures.Flat(64, 48, AvPixelFormat.Gray8, 255);
        using var black = Pictures.Flat(64, 48, AvPixelFormat.Gray8, 0);
        using var scaler = new Scaler();
        using var result = new AvFrame();
        using var kept = new AvFrame();
        scaler.Convert(white, result, 16, 16, AvPixelFormat.Gray8);
        kept.Ref(result);

        scaler.Convert(black, result, 16, 16, AvPixelFormat.Gray8);

        Assert.Equal(255, kept.Plane(0)[0]);
        Assert.InRange(result.Plane(0)[0], 0, 1);
    }

    [Theory]
    [InlineData(64, 48, 192)]
    [InlineData(33, 17, 99)]
    [InlineData(33, 17, 128)]
    public void Convert_IntoCallerMemory_StaysInside(int width, int height, int stride)
    {
        const byte Guard = 0xA5;
        var memory = new byte[(stride * height) + 256];
        Array.Fill(memory, Guard);
        using var frame = Pictures.Flat(66, 50, AvPixelFormat.Yuv420p, 235, 128, 128);
        using var scaler = new Scaler();

        scaler.Convert(frame, memory.AsSpan(128, stride * height), stride, width, height, AvPixelFormat.Bgr24);

        Assert.All(memory[..128].Concat(memory[^128..]), value => Assert.Equal(Guard, value));
        for (var y = 0; y < height; y++)
            Assert.All(memory.AsSpan(128 + (y * stride), width * 3).ToArray(), value => Assert.InRange(value, 253, 255));
    }

    [Fact]
    public void Convert_IntoTooLittleMemory_IsRefused()
    {
        using var frame = Pictures.Gradient(64, 48, AvPixelFormat.Yuv420p);
        using var scaler = new Scaler();

        Assert.Throws<ArgumentOutOfRangeException>(() => scaler.Convert(frame, new byte[(64 * 48 * 3) - 1], 192, 64, 48, AvPixelFormat.Bgr24));
        Assert.Throws<ArgumentOutOfRangeException>(() => scaler.Convert(frame, new byte[64 * 48 * 3], 191, 64, 48, AvPixelFormat.Bgr24));
        Assert.Throws<ArgumentException>(() => scaler.Convert(frame, new byte[64 * 48 * 3], 64, 64, 48, AvPixelFormat.Yuv420p));
    }

    [Fact]
    public void Convert_OfAnEmptyFrame_IsRefused()
    {
        using var frame = new AvFrame();
        using var scaler = new Scaler();

        Assert.Throws<ArgumentException>(() => scaler.Convert(frame, new AvFrame(), 8, 8, AvPixelFormat.Bgr24));
    }
}
