using Sluice.Abstractions;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Tests.Inference;

/// <summary>
/// The pre-processing said plainly, pixel by pixel in doubles: to RGB by the standard's matrix, cut out, turned, bilinear, bordered. Levels
/// of 0..255, not yet normalised.
/// </summary>
internal static class ReferenceResize
{
    /// <summary>One image of the input, in the layout's order.</summary>
    public static double[] Of(Picture picture, int rotation, PictureArea? part, InputLayout layout)
    {
        var (frameWidth, frameHeight) = rotation is 90 or 270 ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        var area = part ?? new(0, 0, frameWidth, frameHeight);
        var place = Placement.Of(area.Width, area.Height, layout);
        var image = new double[layout.Length];
        Array.Fill(image, layout.Pad);
        var shown = new double[area.Width, area.Height][];
        for (var y = 0; y < area.Height; y++)
            for (var x = 0; x < area.Width; x++) shown[x, y] = Shown(picture, rotation, area.X + x, area.Y + y, layout.Channels == 1);
        for (var y = 0; y < place.Height; y++)
        {
            for (var x = 0; x < place.Width; x++)
            {
                var (left, right, across) = Taps(x, place.Width, area.Width);
                var (upper, lower, down) = Taps(y, place.Height, area.Height);
                for (var channel = 0; channel < layout.Channels; channel++)
                {
                    var color = layout.Color == ChannelOrder.Rgb ? channel : 2 - channel;
                    double At(int column, int row) => shown[column, row][layout.Channels == 1 ? 0 : color];
                    image[Index(layout, channel, place.Left + x, place.Top + y)] =
                        (((At(left, upper) * (1 - across)) + (At(right, upper) * across)) * (1 - down))
                        + (((At(left, lower) * (1 - across)) + (At(right, lower) * across)) * down);
                }
            }
        }

        return image;
    }

    /// <summary>The channel of an element of the image.</summary>
    public static int ChannelOf(InputLayout layout, int index)
        => layout.Order == InputOrder.Nchw ? index / (layout.Width * layout.Height) : index % layout.Channels;

    private static int Index(InputLayout layout, int channel, int x, int y) => layout.Order == InputOrder.Nchw
        ? (channel * layout.Width * layout.Height) + (y * layout.Width) + x
        : (((y * layout.Width) + x) * layout.Channels) + channel;

    private static (int First, int Second, double Weight) Taps(int i, int count, int source)
    {
        var at = Math.Clamp(((i + 0.5) * source / count) - 0.5, 0, source - 1);
        var first = (int)at;
        return (first, Math.Min(first + 1, source - 1), at - first);
    }

    private static double[] Shown(Picture picture, int rotation, int x, int y, bool gray) => rotation switch
    {
        90 => Colors(picture, y, picture.Height - 1 - x, gray),
        180 => Colors(picture, picture.Width - 1 - x, picture.Height - 1 - y, gray),
        270 => Colors(picture, picture.Width - 1 - y, x, gray),
        _ => Colors(picture, x, y, gray),
    };

    private static double[] Colors(Picture picture, int x, int y, bool gray)
    {
        double Sample(int plane, int column, int row) => picture.Plane(plane)[(row * picture.StrideBytes(plane)) + column];
        double Deep(int plane, int column, int row) => Sample(plane, 2 * column, row) + (256 * Sample(plane, (2 * column) + 1, row));
        double[] Packed(double red, double green, double blue)
            => gray ? [(0.299 * red) + (0.587 * green) + (0.114 * blue)] : [red, green, blue];
        double[] Yuv(double luma, double u, double v, int bits = 8)
            => gray ? [Convert(picture, luma, 128 << (bits - 8), 128 << (bits - 8), bits)[0]] : Convert(picture, luma, u, v, bits);
        return picture.Format switch
        {
            PixelFormat.Rgb24 => Packed(Sample(0, 3 * x, y), Sample(0, (3 * x) + 1, y), Sample(0, (3 * x) + 2, y)),
            PixelFormat.Bgr24 => Packed(Sample(0, (3 * x) + 2, y), Sample(0, (3 * x) + 1, y), Sample(0, 3 * x, y)),
            PixelFormat.Gray8 => Yuv(Sample(0, x, y), 128, 128),
            PixelFormat.Yuv444P => Yuv(Sample(0, x, y), Sample(1, x, y), Sample(2, x, y)),
            PixelFormat.Yuv422P => Yuv(Sample(0, x, y), Sample(1, x / 2, y), Sample(2, x / 2, y)),
            PixelFormat.Nv12 => Yuv(Sample(0, x, y), Sample(1, x / 2 * 2, y / 2), Sample(1, (x / 2 * 2) + 1, y / 2)),
            PixelFormat.Yuv420P10 => Yuv(Deep(0, x, y), Deep(1, x / 2, y / 2), Deep(2, x / 2, y / 2), 10),
            _ => Yuv(Sample(0, x, y), Sample(1, x / 2, y / 2), Sample(2, x / 2, y / 2)),
        };
    }

    // ITU-T H.273: samples to 0..1 and -0.5..0.5, then E'R = E'Y + 2 (1 - KR) E'PR, and so on.
    private static double[] Convert(Picture picture, double y, double u, double v, int bits)
    {
        var (kr, kb) = picture.Matrix switch
        {
            ColorMatrix.Bt709 => (0.2126, 0.0722),
            ColorMatrix.Bt2020 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
        double step = 1 << (bits - 8), most = (1 << bits) - 1;
        var (luma, pb, pr) = picture.Range == ColorRange.Full
            ? (y / most, (u - (128 * step)) / most, (v - (128 * step)) / most)
            : (((y / step) - 16) / 219, ((u / step) - 128) / 224, ((v / step) - 128) / 224);
        var (red, blue) = (luma + (2 * (1 - kr) * pr), luma + (2 * (1 - kb) * pb));
        var green = (luma - (kr * red) - (kb * blue)) / (1 - kr - kb);
        return [Math.Clamp(red, 0, 1) * 255, Math.Clamp(green, 0, 1) * 255, Math.Clamp(blue, 0, 1) * 255];
    }
}
