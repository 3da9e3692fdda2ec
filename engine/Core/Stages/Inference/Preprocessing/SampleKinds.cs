using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// 8 bits, each product rounded down: what FFmpeg's scaler does with subsampled YUV unless told otherwise. It darkens by about one level,
/// and detectors were measured, and many trained, on pictures so darkened; a quantised one gives visibly other scores without it.
/// </summary>
internal readonly struct RoundedDown : ISampleKind
{
    public static int Unit => 8;

    public static Vector256<short> Sixteen(ref byte row, int at) => Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)at)) << 3;

    public static Vector128<short> Eight(ref byte row, int at) => Sse41.ConvertToVector128Int16(Samples.EightBytes(ref row, at)) << 3;

    public static int At(ReadOnlySpan<byte> row, int at) => row[at] << 3;

    public static Vector256<short> Times(Vector256<short> samples, Vector256<short> factor) => Avx2.MultiplyHigh(samples, factor);

    public static Vector128<short> Times(Vector128<short> samples, Vector128<short> factor) => Sse2.MultiplyHigh(samples, factor);

    public static int Times(int sample, int factor) => (sample * factor) >> 16;

    public static Vector256<short> Green(Vector256<short> u, Vector256<short> v, in YuvCoefficients by)
        => Times(u, Vector256.Create(by.GreenU)) + Times(v, Vector256.Create(by.GreenV));

    public static Vector128<short> Green(Vector128<short> u, Vector128<short> v, in YuvCoefficients by)
        => Times(u, Vector128.Create(by.GreenU)) + Times(v, Vector128.Create(by.GreenV));

    public static int Green(int u, int v, in YuvCoefficients by) => Times(u, by.GreenU) + Times(v, by.GreenV);
}

/// <summary>8 bits, each product rounded to the nearest: 4:4:4, which FFmpeg's scaler converts more carefully.</summary>
internal readonly struct RoundedNearest : ISampleKind
{
    public static int Unit => 4;

    public static Vector256<short> Sixteen(ref byte row, int at) => Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, (nuint)at)) << 2;

    public static Vector128<short> Eight(ref byte row, int at) => Sse41.ConvertToVector128Int16(Samples.EightBytes(ref row, at)) << 2;

    public static int At(ReadOnlySpan<byte> row, int at) => row[at] << 2;

    public static Vector256<short> Times(Vector256<short> samples, Vector256<short> factor) => Avx2.MultiplyHighRoundScale(samples, factor);

    public static Vector128<short> Times(Vector128<short> samples, Vector128<short> factor) => Ssse3.MultiplyHighRoundScale(samples, factor);

    public static int Times(int sample, int factor) => ((sample * factor) + (1 << 14)) >> 15;

    // One rounding for the sum, as JPEG decoders do.
    public static Vector256<short> Green(Vector256<short> u, Vector256<short> v, in YuvCoefficients by)
    {
        var factors = Vector256.Create((ushort)by.GreenU | (by.GreenV << 16)).AsInt16();
        var half = Vector256.Create(1 << 14);
        return Avx2.PackSignedSaturate(
            (Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(u, v), factors) + half) >> 15,
            (Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(u, v), factors) + half) >> 15);
    }

    public static Vector128<short> Green(Vector128<short> u, Vector128<short> v, in YuvCoefficients by)
    {
        var factors = Vector128.Create((ushort)by.GreenU | (by.GreenV << 16)).AsInt16();
        var half = Vector128.Create(1 << 14);
        return Sse2.PackSignedSaturate(
            (Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(u, v), factors) + half) >> 15,
            (Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(u, v), factors) + half) >> 15);
    }

    public static int Green(int u, int v, in YuvCoefficients by) => ((u * by.GreenU) + (v * by.GreenV) + (1 << 14)) >> 15;
}

/// <summary>10 bits in 16-bit words, each product rounded to the nearest.</summary>
internal readonly struct TenBits : ISampleKind
{
    private const short Highest = 1023; // a damaged stream may hold more

    public static int Unit => 4;

    public static Vector256<short> Sixteen(ref byte row, int at)
        => Vector256.Min(Vector256.LoadUnsafe(ref row, (nuint)(2 * at)).AsUInt16(), Vector256.Create((ushort)Highest)).AsInt16();

    public static Vector128<short> Eight(ref byte row, int at)
        => Vector128.Min(Vector128.LoadUnsafe(ref row, (nuint)(2 * at)).AsUInt16(), Vector128.Create((ushort)Highest)).AsInt16();

    public static int At(ReadOnlySpan<byte> row, int at) => Math.Min(row[2 * at] | (row[(2 * at) + 1] << 8), Highest);

    public static Vector256<short> Times(Vector256<short> samples, Vector256<short> factor) => Avx2.MultiplyHighRoundScale(samples, factor);

    public static Vector128<short> Times(Vector128<short> samples, Vector128<short> factor) => Ssse3.MultiplyHighRoundScale(samples, factor);

    public static int Times(int sample, int factor) => ((sample * factor) + (1 << 14)) >> 15;

    // Rounded down: over real clips FFmpeg's scaler gives 10-bit pictures a green one level lower, and no other colour.
    public static Vector256<short> Green(Vector256<short> u, Vector256<short> v, in YuvCoefficients by)
        => Avx2.MultiplyHigh(u << 1, Vector256.Create(by.GreenU)) + Avx2.MultiplyHigh(v << 1, Vector256.Create(by.GreenV));

    public static Vector128<short> Green(Vector128<short> u, Vector128<short> v, in YuvCoefficients by)
        => Sse2.MultiplyHigh(u << 1, Vector128.Create(by.GreenU)) + Sse2.MultiplyHigh(v << 1, Vector128.Create(by.GreenV));

    public static int Green(int u, int v, in YuvCoefficients by) => ((u * by.GreenU) >> 15) + ((v * by.GreenV) >> 15);
}

internal static class Samples
{
    public static Vector128<byte> EightBytes(ref byte row, int at)
        => Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref row, at))).AsByte();
}
