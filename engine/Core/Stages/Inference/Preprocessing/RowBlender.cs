using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// The vertical half of the resize: blends two lines of samples into one of 16-bit numbers, 128 a level of an 8-bit sample, so that
/// every format goes on alike. Exact to 1/128 level.
/// </summary>
internal static class RowBlender
{
    private const int Lanes = 16;

    /// <summary>Blends 8-bit lines.</summary>
    /// <param name="first">One line.</param>
    /// <param name="second">Another of the same length.</param>
    /// <param name="weight">The second's weight in 1/32768.</param>
    /// <param name="into">At least as long.</param>
    public static void Blend8(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, short weight, Span<short> into)
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

    /// <summary>Blends lines of 10-bit samples in 16-bit words.</summary>
    /// <inheritdoc cref="Blend8"/>
    public static void Blend10(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, short weight, Span<short> into)
    {
        var a = MemoryMarshal.Cast<byte, ushort>(first);
        var b = MemoryMarshal.Cast<byte, ushort>(second);
        var count = a.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, count, nameof(second));
        ArgumentOutOfRangeException.ThrowIfLessThan(into.Length, count, nameof(into));
        var i = 0;
        if (Avx2.IsSupported)
        {
            var weights = Vector256.Create(weight);
            var highest = Vector256.Create((ushort)1023); // a damaged stream may hold more than 10 bits
            for (; i <= count - Lanes; i += Lanes)
            {
                var one = (Vector256.Min(Vector256.Create(a.Slice(i, Lanes)), highest) << 5).AsInt16();
                var two = (Vector256.Min(Vector256.Create(b.Slice(i, Lanes)), highest) << 5).AsInt16();
                (one + Avx2.MultiplyHighRoundScale(two - one, weights)).CopyTo(into[i..]);
            }
        }

        for (; i < count; i++)
            into[i] = Mix((short)(Math.Min(a[i], (ushort)1023) << 5), (short)(Math.Min(b[i], (ushort)1023) << 5), weight);
    }

    /// <summary>Parts a line of U, V, U, V into one of each.</summary>
    /// <param name="mixed">Pairs.</param>
    /// <param name="u">Takes the first of each pair.</param>
    /// <param name="v">Takes the second of each pair.</param>
    public static void Part(ReadOnlySpan<short> mixed, Span<short> u, Span<short> v)
    {
        var pairs = MemoryMarshal.Cast<short, int>(mixed);
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= pairs.Length - Lanes; i += Lanes)
            {
                var low = Vector256.Create(pairs.Slice(i, 8));
                var high = Vector256.Create(pairs.Slice(i + 8, 8));
                Vector256.Narrow((low << 16) >> 16, (high << 16) >> 16).CopyTo(u[i..]);
                Vector256.Narrow(low >> 16, high >> 16).CopyTo(v[i..]);
            }
        }

        for (; i < pairs.Length; i++) (u[i], v[i]) = ((short)pairs[i], (short)(pairs[i] >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static short Mix(short first, short second, short weight)
        => (short)(first + ((((second - first) * weight) + (1 << 14)) >> 15));
}
