using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class ImageCodecTests
{
    [Theory]
    [InlineData("yuv420p", "yuvj420p")]
    [InlineData("yuv422p", "yuvj422p")]
    [InlineData("yuvj444p", "yuvj444p")]
    [InlineData("yuv420p10le", "yuvj420p")]
    [InlineData("bgr24", "yuvj420p")]
    [InlineData("gray", "yuvj420p")]
    public void Jpeg_RoundTrip_LooksTheSame(string format, string expected)
    {
        using var picture = Pictures.Gradient(98, 66, AvPixelFormat.Yuv420p);
        using var scaler = new Scaler();
        using var source = new AvFrame();
        scaler.Convert(picture, source, 98, 66, AvPixelFormat.Named(format));
        using var decoded = new AvFrame();

        ImageCodec.Decode(ImageCodec.EncodeJpeg(source, 95), decoded);

        Assert.Equal((98, 66, expected), (decoded.Width, decoded.Height, decoded.Format.Name));
        using var before = new AvFrame();
        using var after = new AvFrame();
        scaler.Convert(source, before, 98, 66, AvPixelFormat.Gray8);
        scaler.Convert(decoded, after, 98, 66, AvPixelFormat.Gray8);
        Assert.InRange(Pictures.Difference(before, after), 0, 3);
    }

    [Fact]
    public void Jpeg_OfHigherQuality_IsLargerAndCloser()
    {
        using var source = Pictures.Gradient(160, 120, AvPixelFormat.Yuvj420p);
        using var decoded = new AvFrame();
        var sizes = new List<int>();
        var differences = new List<double>();
        foreach (var quality in new[] { 5, 50, 95 })
        {
            var file = ImageCodec.EncodeJpeg(source, quality);
            ImageCodec.Decode(file, decoded);
            sizes.Add(file.Length);
            differences.Add(Pictures.Difference(source, decoded));
        }

        Assert.Equal(sizes.Order(), sizes);
        Assert.Equal(differences.OrderDescending(), differences);
        Assert.True(sizes[2] > sizes[0] * 2, string.Join(", ", sizes));
    }

    [Theory, InlineData("rgb24"), InlineData("gray"), InlineData("rgba")]
    public void Png_RoundTrip_IsExact(string format)
    {
        using var source = Pictures.Gradient(98, 66, AvPixelFormat.Named(format));
        using var decoded = new AvFrame();

        ImageCodec.Decode(ImageCodec.EncodePng(source), decoded);

        Assert.Equal(format, decoded.Format.Name);
        Assert.Equal(0, Pictures.Difference(source, decoded));
    }

    [Fact]
    public void Png_FromYuv_IsRgb()
    {
        using var source = Pictures.Flat(64, 48, AvPixelFormat.Yuv420p, 81, 90, 240);
        using var decoded = new AvFrame();

        ImageCodec.Decode(ImageCodec.EncodePng(source), decoded);

        Assert.Equal("rgb24", decoded.Format.Name);
        Assert.InRange(decoded.Plane(0)[0], 252, 255);
        Assert.InRange(decoded.Plane(0)[2], 0, 3);
    }

    [Theory, InlineData(0), InlineData(101)]
    public void Jpeg_OfAnImpossibleQuality_IsRefused(int quality)
    {
        using var source = Pictures.Gradient(16, 16, AvPixelFormat.Gray8);

        Assert.Throws<ArgumentOutOfRangeException>(() => ImageCodec.EncodeJpeg(source, quality));
    }

    [Fact]
    public void Decode_OfSomethingElse_NamesIt()
    {
        using var frame = new AvFrame();

        var fault = Assert.Throws<AvException>(() => ImageCodec.Decode("GIF89a"u8, frame, "cat.gif"));

        Assert.Contains("'cat.gif': neither a JPEG nor a PNG", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OfAHeaderAlone_Fails()
    {
        using var frame = new AvFrame();
        using var source = Pictures.Gradient(64, 48, AvPixelFormat.Rgb24);
        var file = ImageCodec.EncodePng(source);

        Assert.Throws<AvException>(() => ImageCodec.Decode(file.AsSpan(0, 30), frame));
    }

    [DataFact]
    public void DecodeFile_OfEveryCocoPicture_GivesAPicture()
    {
        using var frame = new AvFrame();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Repository.Data, "images", "coco-val64"), "*.jpg"))
        {
            ImageCodec.DecodeFile(path, frame);
            Assert.True(frame is { Width: > 100, Height: > 100, IsCorrupt: false }, path);
        }
    }
}
