using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// The matrix from YUV to RGB in fixed point: the upper half of a sample's word times a factor is what the sample adds, in 1/64 of an
/// 8-bit level. The offsets are what black and neutral chroma come to by the same products, so that both come out exactly.
/// </summary>
/// <param name="Luma">Factor of Y on every colour.</param>
/// <param name="RedV">Factor of V on red.</param>
/// <param name="GreenU">Factor of U taken from green.</param>
/// <param name="GreenV">Factor of V taken from green.</param>
/// <param name="BlueU">Factor of U on blue.</param>
/// <param name="Black">What black luma comes to.</param>
/// <param name="RedOffset">Taken from red.</param>
/// <param name="GreenOffset">Added to green.</param>
/// <param name="BlueOffset">Taken from blue.</param>
internal readonly record struct YuvFactors(ushort Luma, ushort RedV, ushort GreenU, ushort GreenV, ushort BlueU,
    ushort Black, ushort RedOffset, ushort GreenOffset, ushort BlueOffset)
{
    /// <summary>Units a level.</summary>
    public const int Unit = 64;

    /// <summary>The brightest level.</summary>
    public const ushort Highest = 255 * Unit;

    /// <summary>Factor that leaves an 8-bit sample as it is: exact for each of the 256.</summary>
    public static ushort Whole { get; } = Fixed(1, EightBits);

    // The word of an 8-bit sample is 257 times it, that of a 10-bit one 64 times.
    private const int EightBits = 257;
    private const int TenBits = 64;

    /// <summary>The factors for pictures of a kind.</summary>
    /// <param name="kind">The pictures.</param>
    public static YuvFactors Of(PictureKind kind)
    {
        // Weights of red and blue in luma: ITU-R BT.601, BT.709, BT.2020.
        var (red, blue) = kind.Matrix switch
        {
            ColorMatrix.Bt709 => (0.2126, 0.0722),
            ColorMatrix.Bt2020 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
        var (full, deep) = (kind.Range == ColorRange.Full, kind.Format == PixelFormat.Yuv420P10);
        var (word, levels) = deep ? (TenBits, full ? 1023 : 4 * 255.0) : (EightBits, 255);
        // Full range spreads 0..1 over all levels, limited over 219 (luma) and 224 (chroma) of 256.
        var (luma, chroma) = full ? (255 / levels, 255 / levels) : (255 / levels * (255 / 219.0), 255 / levels * (255 / 224.0));
        var factors = new YuvFactors
        {
            Luma = Fixed(luma, word),
            RedV = Fixed(2 * (1 - red) * chroma, word),
            GreenU = Fixed(2 * (1 - blue) * blue / (1 - red - blue) * chroma, word),
            GreenV = Fixed(2 * (1 - red) * red / (1 - red - blue) * chroma, word),
            BlueU = Fixed(2 * (1 - blue) * chroma, word),
        };
        var depth = deep ? 4 : 1;
        int Neutral(ushort factor) => (128 * depth * word * factor) >> 16;
        var black = full ? 0 : (16 * depth * word * factors.Luma) >> 16;
        return factors with
        {
            Black = (ushort)black,
            RedOffset = (ushort)(black + Neutral(factors.RedV)),
            GreenOffset = (ushort)(Neutral(factors.GreenU) + Neutral(factors.GreenV) - black),
            BlueOffset = (ushort)(black + Neutral(factors.BlueU)),
        };
    }

    // Rounded up, for the product will be rounded down.
    private static ushort Fixed(double factor, int word) => (ushort)Math.Ceiling(factor * Unit * 65536 / word);
}
