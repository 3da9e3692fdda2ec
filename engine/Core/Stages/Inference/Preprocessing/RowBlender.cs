using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// The vertical half of the resize: blends two lines of samples into one of 16-bit numbers, 128 a level. Exact to 1/128 level.
/// </summary>
internal static class RowBlender
{
    private const int Lanes = 16;

    /// <summary>Blends lines.</summary>
    /// <param name="first">One line.</param>
    /// <param name="second">Another of the same length.</param>
    /// <param name="weight">The second's weight in 1/32768.</param>
    /// <param name="into">At least as long.</param>
    public static void Blend(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, short weight, Span<short> into)
    {
        var count = first.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(second.Length, count, nameof(second));
        ArgumentOutOfRangeException.ThrowIfLessThan(into.Length, count, nameof(into));
        if (!Avx2.IsSupported || count < Lanes)
        {
            for (var i = 0; i < count; i++) into[i] = Mix((short)(first[i] << 7), (short)(second[i] << 7), weight);
            return;
        }

        ref var a = ref MemoryMarshal.GetReference(first);
        ref var b = ref MemoryMarshal.GetReference(second);
        ref var to = ref MemoryMarshal.GetReference(into);
        var weights = Vector256.Create(weight);
        for (var i = 0; ; i += Lanes)
        {
            if (i > count - Lanes) // the last step overlaps the one before: it writes the same numbers again
            {
                if (i == count) return;
                i = count - Lanes;
            }

            var one = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref a, (nuint)i)) << 7;
            var two = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref b, (nuint)i)) << 7;
            (one + Avx2.MultiplyHighRoundScale(two - one, weights)).StoreUnsafe(ref to, (nuint)i);
            if (i == count - Lanes) return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static short Mix(short first, short second, short weight)
        => (short)(first + ((((second - first) * weight) + (1 << 14)) >> 15));
}
