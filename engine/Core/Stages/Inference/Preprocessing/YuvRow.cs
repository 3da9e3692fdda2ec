using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Converts a row of YUV to three rows of 8-bit red, green and blue.</summary>
/// <typeparam name="TSamples">The depth and the rounding.</typeparam>
internal static class YuvRow<TSamples>
    where TSamples : struct, ISampleKind
{
    private const int Lanes = 16;

    /// <summary>Converts a row.</summary>
    /// <param name="y">Luma.</param>
    /// <param name="u">Chroma, of half the samples where <paramref name="halved"/>; each then stands for two pixels.</param>
    /// <param name="v">As <paramref name="u"/>.</param>
    /// <param name="halved">Whether chroma is subsampled along the row.</param>
    /// <param name="by">The factors.</param>
    /// <param name="red">One byte a pixel; its length is the row's.</param>
    /// <param name="green">As long.</param>
    /// <param name="blue">As long.</param>
    public static void Convert(ReadOnlySpan<byte> y, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, bool halved, in YuvCoefficients by,
        Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        var count = red.Length;
        var black = by.IsFull ? 0 : 16 * TSamples.Unit;
        var middle = 128 * TSamples.Unit;
        var i = 0;
        if (Avx2.IsSupported)
        {
            // Vectors of chroma end inside the row: of n luma samples there are at least n / 2.
            for (; i <= count - Lanes; i += Lanes) Step(y, u, v, i, halved, by, (short)black, (short)middle, red, green, blue);
        }

        for (; i < count; i++)
        {
            var chroma = halved ? i / 2 : i;
            var luma = TSamples.Times(TSamples.At(y, i) - black, by.Luma);
            var (one, two) = (TSamples.At(u, chroma) - middle, TSamples.At(v, chroma) - middle);
            red[i] = (byte)Math.Clamp(luma + TSamples.Times(two, by.RedV), 0, 255);
            green[i] = (byte)Math.Clamp(luma + TSamples.Green(one, two, by), 0, 255);
            blue[i] = (byte)Math.Clamp(luma + TSamples.Times(one, by.BlueU), 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(ReadOnlySpan<byte> y, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, int i, bool halved, in YuvCoefficients by,
        short black, short middle, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        var luma = TSamples.Sixteen(ref MemoryMarshal.GetReference(y), i) - Vector256.Create(black);
        luma = TSamples.Times(luma, Vector256.Create(by.Luma));
        Vector256<short> toRed, toGreen, toBlue;
        if (halved)
        {
            var one = TSamples.Eight(ref MemoryMarshal.GetReference(u), i / 2) - Vector128.Create(middle);
            var two = TSamples.Eight(ref MemoryMarshal.GetReference(v), i / 2) - Vector128.Create(middle);
            toRed = Twice(TSamples.Times(two, Vector128.Create(by.RedV)));
            toGreen = Twice(TSamples.Green(one, two, by));
            toBlue = Twice(TSamples.Times(one, Vector128.Create(by.BlueU)));
        }
        else
        {
            var one = TSamples.Sixteen(ref MemoryMarshal.GetReference(u), i) - Vector256.Create(middle);
            var two = TSamples.Sixteen(ref MemoryMarshal.GetReference(v), i) - Vector256.Create(middle);
            toRed = TSamples.Times(two, Vector256.Create(by.RedV));
            toGreen = TSamples.Green(one, two, by);
            toBlue = TSamples.Times(one, Vector256.Create(by.BlueU));
        }

        Clamped(luma + toRed).CopyTo(red[i..]);
        Clamped(luma + toGreen).CopyTo(green[i..]);
        Clamped(luma + toBlue).CopyTo(blue[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Twice(Vector128<short> samples)
        => Vector256.Create(Sse2.UnpackLow(samples, samples), Sse2.UnpackHigh(samples, samples));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Clamped(Vector256<short> levels) => Sse2.PackUnsignedSaturate(levels.GetLower(), levels.GetUpper());
}
