using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// From three blended samples to one channel of the model's input: clamp(<see cref="A"/> a + <see cref="B"/> b + <see cref="C"/> c +
/// <see cref="Offset"/>) to 0..255, then times <see cref="Multiply"/> plus <see cref="Add"/>. Samples are Y, U, V or the colours of a packed
/// picture in their own order, in 8-bit levels.
/// </summary>
internal readonly record struct ColorConversion(float A, float B, float C, float Offset, float Multiply, float Add)
{
    /// <summary>The three channels for a kind of picture.</summary>
    /// <param name="format">Its format.</param>
    /// <param name="range">Its range; packed colours are full whatever it says.</param>
    /// <param name="matrix">Its matrix.</param>
    /// <param name="layout">The model's input.</param>
    /// <param name="unit">What one level is in the numbers given.</param>
    public static ColorConversion[] Of(PixelFormat format, ColorRange range, ColorMatrix matrix, InputLayout layout, float unit)
    {
        var channels = new ColorConversion[3];
        for (var i = 0; i < 3; i++)
        {
            var color = layout.Color == ChannelOrder.Rgb ? i : 2 - i; // 0 red, 1 green, 2 blue
            var (a, b, c, offset) = format switch
            {
                PixelFormat.Gray8 => Gray(range),
                PixelFormat.Rgb24 => Packed(color),
                PixelFormat.Bgr24 => Packed(2 - color),
                _ => Yuv(format, range, matrix, color),
            };
            channels[i] = new(
                (float)(a / unit), (float)(b / unit), (float)(c / unit), (float)offset, layout.Multiply[i], layout.Add[i]);
        }

        return channels;
    }

    private static (double A, double B, double C, double Offset) Gray(ColorRange range)
        => range == ColorRange.Full ? (1, 0, 0, 0) : (255 / 219.0, 0, 0, -16 * 255 / 219.0);

    private static (double A, double B, double C, double Offset) Packed(int color)
        => (color == 0 ? 1 : 0, color == 1 ? 1 : 0, color == 2 ? 1 : 0, 0);

    // ITU-R BT.601-7, BT.709-6, BT.2020-2: luma weights of red and blue; the rest follows.
    private static (double A, double B, double C, double Offset) Yuv(PixelFormat format, ColorRange range, ColorMatrix matrix, int color)
    {
        var (red, blue) = matrix switch
        {
            ColorMatrix.Bt709 => (0.2126, 0.0722),
            ColorMatrix.Bt2020 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
        var green = 1 - red - blue;
        var full = format == PixelFormat.Yuv420P10 ? 255 / 255.75 : 1; // 1023 of 10 bits is 255.75 levels of 8
        var (luma, black, chroma) = range == ColorRange.Full ? (full, 0.0, full) : (255 / 219.0, 16.0, 255 / 224.0);
        var (u, v) = color switch
        {
            0 => (0.0, 2 * (1 - red)),
            1 => (-2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green),
            _ => (2 * (1 - blue), 0.0),
        };
        return (luma, chroma * u, chroma * v, -(luma * black) - (chroma * 128 * (u + v)));
    }
}
