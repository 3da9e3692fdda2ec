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
        ArgumentOutOfRangeException.ThrowIfLessThan(green.Length, count, nameof(green));
        ArgumentOutOfRangeException.ThrowIfLessThan(blue.Length, count, nameof(blue));
        var black = by.IsFull ? 0 : 16 * TSamples.Unit;
        var middle = 128 * TSamples.Unit;
        var i = 0;
        if (Avx2.IsSupported)
        {
            var step = new Step(by, (short)black, (short)middle);
            ref var luma = ref MemoryMarshal.GetReference(y);
            ref var one = ref MemoryMarshal.GetReference(u);
            ref var two = ref MemoryMarshal.GetReference(v);
            // Vectors of chroma end inside the row too: of n luma samples there are at least n / 2.
            if (halved)
                for (; i <= count - Lanes; i += Lanes) step.Halved(ref luma, ref one, ref two, i, red, green, blue);
            else
                for (; i <= count - Lanes; i += Lanes) step.Whole(ref luma, ref one, ref two, i, red, green, blue);
        }

        for (; i < count; i++)
        {
            var chroma = halved ? i / 2 : i;
            var level = TSamples.Times(TSamples.At(y, i) - black, by.Luma);
            var (cb, cr) = (TSamples.At(u, chroma) - middle, TSamples.At(v, chroma) - middle);
            red[i] = (byte)Math.Clamp(level + TSamples.Times(cr, by.RedV), 0, 255);
            green[i] = (byte)Math.Clamp(level + TSamples.Green(cb, cr, by), 0, 255);
            blue[i] = (byte)Math.Clamp(level + TSamples.Times(cb, by.BlueU), 0, 255);
        }
    }

    // Sixteen pixels at once, the factors held in registers.
    private readonly ref struct Step(in YuvCoefficients by, short black, short middle)
    {
        private readonly YuvCoefficients _by = by;
        private readonly Vector256<short> _black = Vector256.Create(black);
        private readonly Vector256<short> _middle = Vector256.Create(middle);
        private readonly Vector256<short> _luma = Vector256.Create(by.Luma);
        private readonly Vector256<short> _redV = Vector256.Create(by.RedV);
        private readonly Vector256<short> _blueU = Vector256.Create(by.BlueU);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Halved(ref byte y, ref byte u, ref byte v, int i, Span<byte> red, Span<byte> green, Span<byte> blue)
        {
            var luma = TSamples.Times(TSamples.Sixteen(ref y, i) - _black, _luma);
            var one = TSamples.Eight(ref u, i / 2) - _middle.GetLower();
            var two = TSamples.Eight(ref v, i / 2) - _middle.GetLower();
            Store(luma + Twice(TSamples.Times(two, _redV.GetLower())), red, i);
            Store(luma + Twice(TSamples.Green(one, two, _by)), green, i);
            Store(luma + Twice(TSamples.Times(one, _blueU.GetLower())), blue, i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(ref byte y, ref byte u, ref byte v, int i, Span<byte> red, Span<byte> green, Span<byte> blue)
        {
            var luma = TSamples.Times(TSamples.Sixteen(ref y, i) - _black, _luma);
            var one = TSamples.Sixteen(ref u, i) - _middle;
            var two = TSamples.Sixteen(ref v, i) - _middle;
            Store(luma + TSamples.Times(two, _redV), red, i);
            Store(luma + TSamples.Green(one, two, _by), green, i);
            Store(luma + TSamples.Times(one, _blueU), blue, i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<short> Twice(Vector128<short> samples)
            => Vector256.Create(Sse2.UnpackLow(samples, samples), Sse2.UnpackHigh(samples, samples));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Store(Vector256<short> levels, Span<byte> into, int at)
            => Sse2.PackUnsignedSaturate(levels.GetLower(), levels.GetUpper()).StoreUnsafe(ref MemoryMarshal.GetReference(into), (nuint)at);
    }
}
