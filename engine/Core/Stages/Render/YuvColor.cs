using Sluice.Abstractions;

namespace Sluice.Core.Stages.Render;

/// <summary>A colour as 8-bit samples of one picture's matrix and range.</summary>
/// <param name="Y">Luma.</param>
/// <param name="U">Blue difference, 128 for grey.</param>
/// <param name="V">Red difference, 128 for grey.</param>
internal readonly record struct YuvColor(byte Y, byte U, byte V)
{
    /// <summary>Converts an RGB colour.</summary>
    /// <param name="red">0 to 1.</param>
    /// <param name="green">0 to 1.</param>
    /// <param name="blue">0 to 1.</param>
    /// <param name="matrix">The picture's matrix.</param>
    /// <param name="range">The picture's range.</param>
    public static YuvColor FromRgb(double red, double green, double blue, ColorMatrix matrix, ColorRange range)
    {
        // The luma weights of ITU-R BT.601, BT.709 and BT.2020; chroma follows from them.
        var (kr, kb) = matrix switch
        {
            ColorMatrix.Bt709 => (0.2126, 0.0722),
            ColorMatrix.Bt2020 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
        var y = (kr * red) + ((1 - kr - kb) * green) + (kb * blue);
        var u = (blue - y) / (2 * (1 - kb));
        var v = (red - y) / (2 * (1 - kr));
        return range == ColorRange.Full
            ? new(Sample(y * 255), Sample(128 + (u * 255)), Sample(128 + (v * 255)))
            : new(Sample(16 + (y * 219)), Sample(128 + (u * 224)), Sample(128 + (v * 224)));
    }

    private static byte Sample(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
