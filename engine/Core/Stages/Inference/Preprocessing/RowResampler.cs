using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>The horizontal half of the resize and the normalisation: a blended line, rounded to 8 bits, becomes a row of one plane of the input.</summary>
internal static class RowResampler
{
    // RowBlender counts 128 a level, and the weights of a pair sum to 16384.
    private const int LevelBits = 7 + 14;

    // OpenCV resizes in 8-bit pixels, and its own rounding loses an eighth of a level on average (noise, 768x432 to 416x234: 0.127).
    private const int Rounding = 3 << (LevelBits - 3);
    private const int Lanes = 8;

    /// <summary>Resamples a line.</summary>
    /// <param name="line">Of <see cref="RowBlender"/>; one sample more than the picture has, for a pair that starts at the last one.</param>
    /// <param name="starts">Where the pair of each output sample starts.</param>
    /// <param name="weights">Its two weights in 1/16384.</param>
    /// <param name="pairs">Scratch, at least as long as <paramref name="starts"/>.</param>
    /// <param name="multiply">Factor on levels of 0..255.</param>
    /// <param name="add">Added after it.</param>
    /// <param name="into">As long as <paramref name="starts"/>.</param>
    public static void Resample(ReadOnlySpan<short> line, ReadOnlySpan<uint> starts, ReadOnlySpan<short> weights, Span<int> pairs,
        float multiply, float add, Span<float> into)
    {
        // Gathering first, by plain loads, leaves the arithmetic a vector wide; gather instructions are no faster.
        Gather(line, starts, pairs);
        var count = into.Length;
        var i = 0;
        if (Avx2.IsSupported)
        {
            ref var from = ref MemoryMarshal.GetReference(pairs);
            ref var by = ref MemoryMarshal.GetReference(weights);
            ref var to = ref MemoryMarshal.GetReference(into);
            var (factor, offset) = (Vector256.Create(multiply), Vector256.Create(add));
            for (; i <= count - Lanes; i += Lanes)
            {
                var samples = Vector256.LoadUnsafe(ref from, (nuint)i).AsInt16();
                var blended = Avx2.MultiplyAddAdjacent(samples, Vector256.LoadUnsafe(ref by, (nuint)(2 * i)));
                blended = (blended + Vector256.Create(Rounding)) >> LevelBits;
                Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(blended), factor, offset).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < count; i++)
        {
            var (first, second) = ((short)pairs[i], pairs[i] >> 16);
            var blended = (first * weights[2 * i]) + (second * weights[(2 * i) + 1]);
            into[i] = (((blended + Rounding) >> LevelBits) * multiply) + add;
        }
    }

    private static void Gather(ReadOnlySpan<short> line, ReadOnlySpan<uint> starts, Span<int> pairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs.Length, starts.Length, nameof(pairs));
        // The plan made the table for this line's length, so bounds checks would only test the plan.
        ref var from = ref MemoryMarshal.GetReference(line);
        ref var at = ref MemoryMarshal.GetReference(starts);
        ref var to = ref MemoryMarshal.GetReference(pairs);
        nuint i = 0;
        for (; i + 4 <= (nuint)starts.Length; i += 4)
        {
            Unsafe.Add(ref to, i) = Pair(ref from, Unsafe.Add(ref at, i));
            Unsafe.Add(ref to, i + 1) = Pair(ref from, Unsafe.Add(ref at, i + 1));
            Unsafe.Add(ref to, i + 2) = Pair(ref from, Unsafe.Add(ref at, i + 2));
            Unsafe.Add(ref to, i + 3) = Pair(ref from, Unsafe.Add(ref at, i + 3));
        }

        for (; i < (nuint)starts.Length; i++) Unsafe.Add(ref to, i) = Pair(ref from, Unsafe.Add(ref at, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pair(ref short line, uint start)
        => Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref line, (nuint)start)));
}
