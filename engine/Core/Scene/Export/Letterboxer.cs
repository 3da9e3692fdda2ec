using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.Export;

/// <summary>
/// Fits a picture into a detector's input as the engine does: aspect kept, centred, bilinear over four taps with half-pixel
/// centres and no smoothing before, border 114, BT.601 to planar RGB.
/// </summary>
internal sealed class Letterboxer
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _sourceWidth;
    private readonly int _sourceHeight;

    public Letterboxer(int sourceWidth, int sourceHeight, int width, int height)
    {
        (_sourceWidth, _sourceHeight, _width, _height) = (sourceWidth, sourceHeight, width, height);
        Scale = Math.Min(width / (double)sourceWidth, height / (double)sourceHeight);
        InnerWidth = (int)Math.Round(sourceWidth * Scale);
        InnerHeight = (int)Math.Round(sourceHeight * Scale);
        Left = (width - InnerWidth) / 2;
        Top = (height - InnerHeight) / 2;
    }

    public double Scale { get; }

    public int Left { get; }

    public int Top { get; }

    public int InnerWidth { get; }

    public int InnerHeight { get; }

    /// <param name="packed">yuv420p without padding; borrowed.</param>
    /// <param name="into">3 * width * height bytes, red plane first.</param>
    public void Convert(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        into.Fill(114);
        int plane = _width * _height, luma = _sourceWidth * _sourceHeight;
        int cw = _sourceWidth / 2, ch = _sourceHeight / 2;
        var y = packed[..luma];
        var u = packed.Slice(luma, cw * ch);
        var v = packed.Slice(luma + cw * ch, cw * ch);
        for (var row = 0; row < InnerHeight; row++)
        {
            var sy = (row + 0.5) / InnerHeight;
            for (var column = 0; column < InnerWidth; column++)
            {
                var sx = (column + 0.5) / InnerWidth;
                var l = (Sample(y, _sourceWidth, _sourceHeight, sx, sy) - 16) * 1.164383;
                var cb = Sample(u, cw, ch, sx, sy) - 128;
                var cr = Sample(v, cw, ch, sx, sy) - 128;
                var at = (row + Top) * _width + column + Left;
                into[at] = Byte(l + 1.596027 * cr);
                into[plane + at] = Byte(l - 0.391762 * cb - 0.812968 * cr);
                into[2 * plane + at] = Byte(l + 2.017232 * cb);
            }
        }
    }

    private static double Sample(ReadOnlySpan<byte> plane, int width, int height, double sx, double sy)
    {
        double x = Math.Clamp(sx * width - 0.5, 0, width - 1), y = Math.Clamp(sy * height - 0.5, 0, height - 1);
        int x0 = (int)x, y0 = (int)y, x1 = Math.Min(x0 + 1, width - 1), y1 = Math.Min(y0 + 1, height - 1);
        double fx = x - x0, fy = y - y0;
        return SceneMath.Lerp(
            SceneMath.Lerp(plane[y0 * width + x0], plane[y0 * width + x1], fx),
                SceneMath.Lerp(plane[y1 * width + x0], plane[y1 * width + x1], fx), fy);
    }

    private static byte Byte(double x) => (byte)Math.Clamp(x + 0.5, 0, 255);
}
