using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// Factors from YUV to RGB in 1/8192: red = y + <see cref="RedV"/> v, green = y + <see cref="GreenU"/> u + <see cref="GreenV"/> v, blue = y +
/// <see cref="BlueU"/> u, where y = <see cref="Luma"/> (Y - black). They are those of FFmpeg's scaler, so that pictures come out as from
/// there, to the bit.
/// </summary>
/// <param name="Luma">Stretches limited luma to 0..255.</param>
/// <param name="RedV">What V adds to red.</param>
/// <param name="GreenU">What U adds to green; negative.</param>
/// <param name="GreenV">What V adds to green; negative.</param>
/// <param name="BlueU">What U adds to blue.</param>
/// <param name="Black">Luma of black.</param>
internal readonly record struct ScalerFactors(short Luma, short RedV, short GreenU, short GreenV, short BlueU, short Black)
{
    private const int FullSpan = 255, LumaSpan = 219, ChromaSpan = 224;

    /// <summary>The factors for a kind of picture.</summary>
    /// <param name="range">Its range.</param>
    /// <param name="matrix">Its matrix.</param>
    public static ScalerFactors Of(ColorRange range, ColorMatrix matrix)
    {
        // 255/224 times the matrix of ITU-R BT.601, BT.709 and BT.2020, in 1/65536: red from V, green from U, green from V, blue from U.
        var (redV, greenU, greenV, blueU) = matrix switch
        {
            ColorMatrix.Bt709 => (117489, -13975, -34925, 138438),
            ColorMatrix.Bt2020 => (110013, -12277, -42626, 140363),
            _ => (104597, -25675, -53279, 132201),
        };
        var full = range == ColorRange.Full;
        return new(Fixed(full ? 65536 : 65536 * FullSpan / LumaSpan, false), Fixed(redV, full), Fixed(greenU, full), Fixed(greenV, full),
            Fixed(blueU, full), (short)(full ? 0 : 16));
    }

    private static short Fixed(int factor, bool full) => (short)(((full ? factor * ChromaSpan / FullSpan : factor) + 4) >> 3);
}
