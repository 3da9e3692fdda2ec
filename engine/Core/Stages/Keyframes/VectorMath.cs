using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Distances between feature vectors, and their short form: 16-bit steps of 1/4096, an eighth of what one grey level changes in a thumbnail.</summary>
internal static class VectorMath
{
    /// <summary>Steps a unit in the short form.</summary>
    public const float Steps = 4096;

    /// <summary>Squared Euclidean distance.</summary>
    /// <param name="a">As long as <paramref name="b"/>.</param>
    /// <param name="b">As long as <paramref name="a"/>.</param>
    public static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(a);
        var right = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sum += difference * difference;
        }

        var total = Vector.Sum(sum);
        for (var i = left.Length * Vector<float>.Count; i < a.Length; i++) total += (a[i] - b[i]) * (a[i] - b[i]);
        return total;
    }

    /// <summary>Moves a vector towards another.</summary>
    /// <param name="mean">Changed in place.</param>
    /// <param name="to">As long.</param>
    /// <param name="share">How far: 0 stays, 1 arrives.</param>
    public static void Blend(Span<float> mean, ReadOnlySpan<float> to, float share)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(mean);
        var right = MemoryMarshal.Cast<float, Vector<float>>(to);
        for (var i = 0; i < left.Length; i++) left[i] += (right[i] - left[i]) * share;
        for (var i = left.Length * Vector<float>.Count; i < mean.Length; i++) mean[i] += (to[i] - mean[i]) * share;
    }

    /// <summary>Writes the short form.</summary>
    /// <param name="features">Numbers between -4 and 4, a multiple of sixteen of them.</param>
    /// <param name="into">As long.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shorten(ReadOnlySpan<float> features, Span<short> into)
    {
        ref var from = ref MemoryMarshal.GetReference(features);
        ref var to = ref MemoryMarshal.GetReference(into[..features.Length]);
        var (least, most, steps) = (Vector256.Create(-16384f), Vector256.Create(16383f), Vector256.Create(Steps));
        for (var i = 0; i < features.Length; i += 16)
        {
            var low = Vector256.LoadUnsafe(ref from, (nuint)i) * steps;
            var high = Vector256.LoadUnsafe(ref from, (nuint)i + 8) * steps;
            var whole = Vector256.Narrow(Whole(low), Whole(high));
            whole.StoreUnsafe(ref to, (nuint)i);
        }

        Vector256<int> Whole(Vector256<float> value) => Vector256.ConvertToInt32(Vector256.Round(Vector256.Min(Vector256.Max(value, least), most)));
    }

    /// <summary>Replaces each number by the square root of it times a factor.</summary>
    /// <param name="numbers">A multiple of eight of them, none below 0.</param>
    /// <param name="factor">Not below 0.</param>
    public static void SquareRoots(Span<float> numbers, float factor)
    {
        ref var first = ref MemoryMarshal.GetReference(numbers);
        for (var i = 0; i < numbers.Length; i += 8)
            Vector256.Sqrt(Vector256.LoadUnsafe(ref first, (nuint)i) * factor).StoreUnsafe(ref first, (nuint)i);
    }

    /// <summary>Squared distance of two short forms, given up once it is too far.</summary>
    /// <param name="a">A multiple of 128 numbers.</param>
    /// <param name="b">As many.</param>
    /// <param name="length">How many.</param>
    /// <param name="enough">What is farther than this may come out as anything above it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long SquaredDistance(ref short a, ref short b, int length, long enough)
    {
        if (Avx512BW.IsSupported) return WideSquaredDistance(ref a, ref b, length, enough);
        var total = 0L;
        for (var part = 0; part < length; part += 128)
        {
            var (sum, more) = (Vector256<int>.Zero, Vector256<int>.Zero);
            for (var i = part; i < part + 128; i += 32)
            {
                sum += Squares(Vector256.LoadUnsafe(ref a, (nuint)i) - Vector256.LoadUnsafe(ref b, (nuint)i));
                more += Squares(Vector256.LoadUnsafe(ref a, (nuint)i + 16) - Vector256.LoadUnsafe(ref b, (nuint)i + 16));
            }

            total += (uint)Vector256.Sum(sum + more);
            if (total > enough) return total;
        }

        return total;
    }

    /// <summary>Squared distances of one short form to four others.</summary>
    /// <param name="one">A multiple of 128 numbers.</param>
    /// <param name="first">As many.</param>
    /// <param name="second">As many.</param>
    /// <param name="third">As many.</param>
    /// <param name="fourth">As many.</param>
    /// <param name="length">How many numbers each has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector128<uint> SquaredDistances(ref short one, ref short first, ref short second, ref short third, ref short fourth, int length)
    {
        if (!Avx2.IsSupported)
        {
            return Vector128.Create((uint)SquaredDistance(ref one, ref first, length, long.MaxValue), (uint)SquaredDistance(ref one, ref second, length, long.MaxValue),
                (uint)SquaredDistance(ref one, ref third, length, long.MaxValue), (uint)SquaredDistance(ref one, ref fourth, length, long.MaxValue));
        }

        // What is read of the one serves all four, and lanes are added up once.
        return Avx512BW.IsSupported
            ? Wide(ref one, ref first, ref second, ref third, ref fourth, length)
            : Narrow(ref one, ref first, ref second, ref third, ref fourth, length);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static Vector128<uint> Wide(ref short one, ref short first, ref short second, ref short third, ref short fourth, int length)
        {
            var (a, b, c, d) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
            for (nuint i = 0; i < (nuint)length; i += 32)
            {
                var x = Vector512.LoadUnsafe(ref one, i);
                a += Squares(x - Vector512.LoadUnsafe(ref first, i));
                b += Squares(x - Vector512.LoadUnsafe(ref second, i));
                c += Squares(x - Vector512.LoadUnsafe(ref third, i));
                d += Squares(x - Vector512.LoadUnsafe(ref fourth, i));
            }

            return Sums(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static Vector128<uint> Narrow(ref short one, ref short first, ref short second, ref short third, ref short fourth, int length)
        {
            var (a, b, c, d) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
            for (nuint i = 0; i < (nuint)length; i += 16)
            {
                var x = Vector256.LoadUnsafe(ref one, i);
                a += Squares(x - Vector256.LoadUnsafe(ref first, i));
                b += Squares(x - Vector256.LoadUnsafe(ref second, i));
                c += Squares(x - Vector256.LoadUnsafe(ref third, i));
                d += Squares(x - Vector256.LoadUnsafe(ref fourth, i));
            }

            return Sums(a, b, c, d);
        }

        static Vector128<uint> Sums(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
            => Ssse3.HorizontalAdd(Ssse3.HorizontalAdd(Half(a), Half(b)), Ssse3.HorizontalAdd(Half(c), Half(d))).AsUInt32();

        static Vector128<int> Half(Vector256<int> of) => of.GetLower() + of.GetUpper();
    }

    private static long WideSquaredDistance(ref short a, ref short b, int length, long enough)
    {
        // Adding lanes up costs as much as four steps: whether it is enough already is looked at twice as seldom.
        var sum = Vector512<int>.Zero;
        for (var part = 0; ; part += 128)
        {
            for (var i = (nuint)part; i < (nuint)part + 128; i += 32) sum += Squares(Vector512.LoadUnsafe(ref a, i) - Vector512.LoadUnsafe(ref b, i));
            var isLast = part + 128 >= length;
            if (!isLast && (part & 128) == 0) continue;
            long total = (uint)Vector512.Sum(sum);
            if (isLast || total > enough) return total;
        }
    }

    private static Vector512<int> Squares(Vector512<short> difference) => Avx512BW.MultiplyAddAdjacent(difference, difference);

    private static Vector256<int> Squares(Vector256<short> difference)
    {
        if (Avx2.IsSupported) return Avx2.MultiplyAddAdjacent(difference, difference);
        var (low, high) = Vector256.Widen(difference);
        return (low * low) + (high * high);
    }
}
