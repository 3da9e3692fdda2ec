using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Floats as shorter elements, rounded to the nearest, halves to even.</summary>
internal static class FloatNarrower
{
    // Of IEEE 754: where the exponents of 32 bits begin, what 13 fewer bits of fraction round by, and the ends of the normal halves.
    private const int FractionBits = 13;
    private const uint Sign = 0x8000_0000, Infinity = 0x7F80_0000, Overflow = (127 + 16) << 23, LeastNormal = (127 - 14) << 23;
    private const uint Rebias = unchecked((uint)((15 - 127) << 23)), RoundDown = (1 << (FractionBits - 1)) - 1;

    // Added to a float so small that it becomes a subnormal half, it leaves that half's bits at the bottom.
    private const uint Subnormal = ((127 - 15) + (23 - 10) + 1) << 23;

    /// <summary>To 16-bit floats.</summary>
    /// <param name="from">The floats.</param>
    /// <param name="to">As many.</param>
    /// <param name="plain">Whether none is negative, over <see cref="Half.MaxValue"/>, or no number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToHalf(ReadOnlySpan<float> from, Span<Half> to, bool plain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, from.Length, nameof(to));
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<Half, ushort>(to));
        var i = 0;
        if (plain && Vector512.IsHardwareAccelerated)
        {
            for (; i <= from.Length - 32; i += 32)
            {
                var one = Plain(Vector512.LoadUnsafe(ref source, (nuint)i));
                var two = Plain(Vector512.LoadUnsafe(ref source, (nuint)i + 16));
                Vector512.Narrow(one, two).StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i <= from.Length - 16; i += 16)
        {
            var one = Any(Vector256.LoadUnsafe(ref source, (nuint)i));
            var two = Any(Vector256.LoadUnsafe(ref source, (nuint)i + 8));
            Vector256.Narrow(one, two).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < from.Length; i++) to[i] = (Half)from[i];
    }

    /// <summary>To bytes, clamped to 0..255.</summary>
    /// <param name="from">The floats.</param>
    /// <param name="to">As many.</param>
    public static void ToBytes(ReadOnlySpan<float> from, Span<byte> to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, from.Length, nameof(to));
        for (var i = 0; i < from.Length; i++) to[i] = ToByte(from[i]);
    }

    /// <summary>To a byte, clamped to 0..255.</summary>
    /// <param name="value">A number.</param>
    public static byte ToByte(float value) => (byte)MathF.Round(Math.Clamp(value, 0, 255));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Plain(Vector512<float> floats)
    {
        var bits = floats.AsUInt32();
        var odd = (bits >> FractionBits) & Vector512<uint>.One;
        var normal = (bits + Vector512.Create(unchecked(Rebias + RoundDown)) + odd) >> FractionBits;
        var magic = Vector512.Create(Subnormal);
        var small = (floats + magic.AsSingle()).AsUInt32() - magic;
        return Vector512.ConditionalSelect(Vector512.LessThan(bits, Vector512.Create(LeastNormal)), small, normal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Any(Vector256<float> floats)
    {
        var bits = floats.AsUInt32();
        var sign = bits & Vector256.Create(Sign);
        var size = bits ^ sign;
        var odd = (size >> FractionBits) & Vector256<uint>.One;
        var normal = (size + Vector256.Create(unchecked(Rebias + RoundDown)) + odd) >> FractionBits;
        var magic = Vector256.Create(Subnormal);
        var small = (size.AsSingle() + magic.AsSingle()).AsUInt32() - magic;
        var half = Vector256.ConditionalSelect(Vector256.LessThan(size, Vector256.Create(LeastNormal)), small, normal);
        var huge = Vector256.ConditionalSelect(
            Vector256.GreaterThan(size, Vector256.Create(Infinity)), Vector256.Create(0x7E00u), Vector256.Create(0x7C00u));
        half = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(size, Vector256.Create(Overflow)), huge, half);
        return half | (sign >> 16);
    }
}
