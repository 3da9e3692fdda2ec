using Sluice.Abstractions;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Render.Mosaic;

/// <summary>
/// Turns pictures of one YUV matrix into BT.709: FFmpeg's scaler changes the matrix only between YUV and RGB, and leaves it alone from YUV to
/// YUV. Primaries and transfer stay as they are.
/// </summary>
internal static class MatrixChange
{
    private const int Bits = 14, Half = 1 << (Bits - 1);

    // Limited range: 219 levels of luma to 224 of chroma.
    private const double LumaToChroma = 219.0 / 224;

    /// <summary>Turns a picture in place.</summary>
    /// <param name="picture">yuv420p, limited range, its pixels its own.</param>
    /// <param name="from">The matrix it is in.</param>
    public static void ToBt709(AvFrame picture, ColorMatrix from)
    {
        if (from == ColorMatrix.Bt709) return;
        var (yu, yv, uu, uv, vu, vv) = Factors(from);
        int width = picture.Width, height = picture.Height;
        int lumaStride = picture.Stride(0), blueStride = picture.Stride(1), redStride = picture.Stride(2);
        Span<byte> luma = picture.WritablePlane(0), blue = picture.WritablePlane(1), red = picture.WritablePlane(2);
        for (var row = 0; row < (height + 1) / 2; row++)
        {
            var us = blue.Slice(row * blueStride, (width + 1) / 2);
            var vs = red.Slice(row * redStride, us.Length);
            var upper = luma.Slice(2 * row * lumaStride, width);
            var lower = (2 * row) + 1 < height ? luma.Slice(((2 * row) + 1) * lumaStride, width) : upper[..0];
            for (var i = 0; i < us.Length; i++)
            {
                int u = us[i] - 128, v = vs[i] - 128;
                us[i] = Sample(128 + (((uu * u) + (uv * v) + Half) >> Bits));
                vs[i] = Sample(128 + (((vu * u) + (vv * v) + Half) >> Bits));
                var shift = ((yu * u) + (yv * v) + Half) >> Bits;
                if (shift == 0) continue;
                for (var x = 2 * i; x < Math.Min(width, (2 * i) + 2); x++)
                {
                    upper[x] = Sample(upper[x] + shift);
                    if (!lower.IsEmpty) lower[x] = Sample(lower[x] + shift);
                }
            }
        }
    }

    // From the weights of red and blue in luma, ITU-R BT.601, BT.709 and BT.2020: YUV to RGB in one matrix, RGB to YUV in the other.
    private static (int Yu, int Yv, int Uu, int Uv, int Vu, int Vv) Factors(ColorMatrix from)
    {
        const double Kr = 0.2126, Kb = 0.0722, Kg = 1 - Kr - Kb;
        var (kr, kb) = from == ColorMatrix.Bt2020 ? (0.2627, 0.0593) : (0.299, 0.114);
        var kg = 1 - kr - kb;
        double redOfV = 2 * (1 - kr), blueOfU = 2 * (1 - kb);
        double greenOfU = -blueOfU * kb / kg, greenOfV = -redOfV * kr / kg;
        double yu = (Kg * greenOfU) + (Kb * blueOfU), yv = (Kr * redOfV) + (Kg * greenOfV);
        return (Fixed(yu * LumaToChroma), Fixed(yv * LumaToChroma), Fixed((blueOfU - yu) / (2 * (1 - Kb))), Fixed(-yv / (2 * (1 - Kb))),
            Fixed(-yu / (2 * (1 - Kr))), Fixed((redOfV - yv) / (2 * (1 - Kr))));
    }

    private static int Fixed(double factor) => (int)Math.Round(factor * (1 << Bits));

    private static byte Sample(int value) => (byte)Math.Clamp(value, 0, 255);
}
