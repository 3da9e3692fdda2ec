using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Tests.Inference;

/// <summary>The pre-processing said plainly, pixel by pixel in doubles: to 8-bit RGB, turned, bilinear, bordered.</summary>
internal static class ReferenceResize
{
    public static double[] Of(Picture picture, int rotation, InputLayout layout)
    {
        var turned = rotation is 90 or 270;
        var (width, height) = turned ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        var place = Placement.Of(width, height, layout);
        var image = new double[layout.Length];
        Array.Fill(image, layout.Pad);
        for (var y = 0; y < place.Height; y++)
        {
            for (var x = 0; x < place.Width; x++)
            {
                var (left, right, across) = Taps(x, place.Width, width);
                var (upper, lower, down) = Taps(y, place.Height, height);
                for (var channel = 0; channel < 3; channel++)
                {
                    var color = layout.Color == ChannelOrder.Rgb ? channel : 2 - channel;
                    double At(int column, int row) => Shown(picture, rotation, column, row)[color];
                    image[(channel * layout.Width * layout.Height) + ((place.Top + y) * layout.Width) + place.Left + x] =
                        (((At(left, upper) * (1 - across)) + (At(right, upper) * across)) * (1 - down))
                        + (((At(left, lower) * (1 - across)) + (At(right, lower) * across)) * down);
                }
            }
        }

        return image;
    }

    private static (int First, int Second, double Weight) Taps(int i, int count, int source)
    {
        var at = Math.Clamp(((i + 0.5) * source / count) - 0.5, 0, source - 1);
        var first = (int)at;
        return (first, Math.Min(first + 1, source - 1), at - first);
    }

    private static double[] Shown(Picture picture, int rotation, int x, int y) => rotation switch
    {
        90 => Rgb(picture, y, picture.Height - 1 - x),
        180 => Rgb(picture, picture.Width - 1 - x, picture.Height - 1 - y),
        270 => Rgb(picture, picture.Width - 1 - y, x),
        _ => Rgb(picture, x, y),
    };

    private static double[] Rgb(Picture picture, int x, int y)
    {
        double Sample(int plane, int column, int row) => picture.Plane(plane)[(row * picture.StrideBytes(plane)) + column];
        double Deep(int plane, int column, int row) => (Sample(plane, 2 * column, row) + (256 * Sample(plane, (2 * column) + 1, row))) / 4;
        switch (picture.Format)
        {
            case PixelFormat.Rgb24: return [Sample(0, 3 * x, y), Sample(0, (3 * x) + 1, y), Sample(0, (3 * x) + 2, y)];
            case PixelFormat.Bgr24: return [Sample(0, (3 * x) + 2, y), Sample(0, (3 * x) + 1, y), Sample(0, 3 * x, y)];
            case PixelFormat.Gray8: return Convert(picture, Sample(0, x, y), 128, 128, lost: 0);
            case PixelFormat.Yuv444P: return Convert(picture, Sample(0, x, y), Sample(1, x, y), Sample(2, x, y), lost: 0);
            case PixelFormat.Yuv422P: return Convert(picture, Sample(0, x, y), Sample(1, x / 2, y), Sample(2, x / 2, y), lost: 0.5);
            case PixelFormat.Nv12:
                return Convert(picture, Sample(0, x, y), Sample(1, x / 2 * 2, y / 2), Sample(1, (x / 2 * 2) + 1, y / 2), lost: 0.5);
            case PixelFormat.Yuv420P10:
                return Convert(picture, Deep(0, x, y), Deep(1, x / 2, y / 2), Deep(2, x / 2, y / 2), lost: 0, lostGreen: 1);
            default: return Convert(picture, Sample(0, x, y), Sample(1, x / 2, y / 2), Sample(2, x / 2, y / 2), lost: 0.5);
        }
    }

    // BT.601. A product rounded down loses half a level on average, and red and blue are made of two products, green of three; the luma
    // of full range is no product. Green of 10 bits loses one.
    private static double[] Convert(Picture picture, double y, double u, double v, double lost, double lostGreen = 0)
    {
        var full = picture.Range == ColorRange.Full;
        var (scale, black, chroma) = full ? (1.0, 0, 1.0) : (255 / 219.0, 16, 255 / 224.0);
        var luma = ((y - black) * scale) - (full ? 0 : lost);
        (u, v) = ((u - 128) * chroma, (v - 128) * chroma);
        return
        [
            Math.Clamp(luma + (1.402 * v) - lost, 0, 255),
            Math.Clamp(luma - (0.344136 * u) - (0.714136 * v) - (2 * lost) - lostGreen, 0, 255),
            Math.Clamp(luma + (1.772 * u) - lost, 0, 255),
        ];
    }
}
