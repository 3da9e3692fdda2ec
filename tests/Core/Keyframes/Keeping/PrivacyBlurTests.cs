using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Native.FFmpeg;
using ColorRange = Sluice.Abstractions.ColorRange;

namespace Sluice.Core.Tests.Keyframes.Keeping;

public sealed class PrivacyBlurTests
{
    private const int Width = 320, Height = 240;
    private static readonly BoundingBox Face = new(100, 60, 180, 160);

    [Theory]
    [InlineData(PixelFormat.Yuv420P, 0)]
    [InlineData(PixelFormat.Nv12, 0)]
    [InlineData(PixelFormat.Yuv444P, 0)]
    [InlineData(PixelFormat.Rgb24, 0)]
    [InlineData(PixelFormat.Yuv420P, 90)]
    public void Compress_ClassAsked_LeavesNoDetailInItAndAllOutside(PixelFormat format, int rotation)
    {
        using var compressor = new PictureCompressor(new(["face"]), 95, png: false);
        var picture = Checked(format);
        var (width, height) = rotation == 90 ? (Height, Width) : (Width, Height);

        using var shown = Show(compressor.Compress(picture, rotation, [new(0, "Face", 0.2f, Face)]).Jpeg);

        Assert.Equal((width, height), (shown.Width, shown.Height));
        // A chessboard of 4 pixels has strong steps everywhere; what was made unrecognisable has none, its margin included.
        Assert.InRange(Steps(shown, 90, 50, 190, 170), 0, 6);
        Assert.InRange(Steps(shown, 200, 60, 230, 200), 15, 255);
        Assert.InRange(Steps(shown, 10, 10, 80, 230 - 40), 15, 255);
    }

    [Fact]
    public void Compress_TwoFacesThatDifferInDetail_LookTheSameAfterwards()
    {
        using var compressor = new PictureCompressor(new(["face"]), 95, png: true);

        var one = compressor.Compress(Checked(PixelFormat.Yuv420P), 0, [new(0, "face", 1, Face)]).Png!;
        var other = compressor.Compress(Checked(PixelFormat.Yuv420P, shift: 4), 0, [new(0, "face", 1, Face)]).Png!;

        using var first = Show(one);
        using var second = Show(other);
        for (var y = (int)Face.Y1; y < Face.Y2; y++)
        {
            for (var x = (int)Face.X1; x < Face.X2; x++)
            {
                var at = (y * first.Stride(0)) + (x * 3);
                Assert.InRange(Math.Abs(first.Plane(0)[at] - second.Plane(0)[at]), 0, 20);
            }
        }
    }

    [Fact]
    public void Compress_OtherClasses_ChangesNothing()
    {
        using var compressor = new PictureCompressor(new(["face"]), 95, png: false);
        var with = compressor.Compress(Checked(PixelFormat.Yuv420P), 0, [new(0, "car", 1, Face)]).Jpeg;
        Assert.Equal(compressor.Compress(Checked(PixelFormat.Yuv420P), 0, []).Jpeg, with);
    }

    [Fact]
    public void Compress_BoxOutsideAndAtTheEdge_IsCoveredWhereItIsInThePicture()
    {
        using var compressor = new PictureCompressor(new(["face"]), 95, png: false);
        using var shown = Show(compressor.Compress(Checked(PixelFormat.Yuv420P), 0,
            [new(0, "face", 1, new(-50, -50, 40, 40)), new(0, "face", 1, new(400, 400, 500, 500)), new(0, "face", 1, new(60, 60, 61, 61))]).Jpeg);
        Assert.InRange(Steps(shown, 0, 0, 40, 40), 0, 6);
    }

    private static HostPicture Checked(PixelFormat format, int shift = 0)
    {
        var picture = new HostPicture(Width, Height, format, ColorRange.Full);
        for (var plane = 0; plane < picture.PlaneCount; plane++)
        {
            var bytes = picture.WritablePlane(plane);
            if (plane > 0) bytes.Fill(128);
            else
                for (var i = 0; i < bytes.Length; i++)
                {
                    int x = i % picture.StrideBytes(0) / (format == PixelFormat.Rgb24 ? 3 : 1), y = i / picture.StrideBytes(0);
                    bytes[i] = ((((x + shift) / 4) + (y / 4)) & 1) == 0 ? (byte)30 : (byte)220;
                }
        }

        return picture;
    }

    private static AvFrame Show(byte[] file)
    {
        var shown = new AvFrame();
        ImageCodec.Decode(file, shown);
        return shown;
    }

    /// <summary>The mean step from one luma sample to the next.</summary>
    private static double Steps(AvFrame picture, int x1, int y1, int x2, int y2)
    {
        long sum = 0;
        for (var y = y1; y < y2; y++)
            for (var x = x1; x < x2 - 1; x++)
                sum += Math.Abs(picture.Plane(0)[(y * picture.Stride(0)) + x] - picture.Plane(0)[(y * picture.Stride(0)) + x + 1]);
        return sum / (double)((y2 - y1) * (x2 - x1 - 1));
    }
}
