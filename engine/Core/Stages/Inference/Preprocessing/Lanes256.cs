using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>AVX2. Its byte shuffles stay within 16 bytes, so each half of a vector has windows of its own.</summary>
internal readonly struct Lanes256 : ILanes<Vector256<ushort>>
{
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    public static int Count => 16;

    public static int WindowBytes => 16;

    public static int MostWindows => int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Create(ushort value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Load(ref ushort from, nuint at) => Vector256.LoadUnsafe(ref from, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<ushort> words, ref ushort to, nuint at) => words.StoreUnsafe(ref to, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Take(in RowTaps taps, int block, int tap)
    {
        ref var choices = ref Unsafe.Add(ref taps.Choices, ((2 * block) + tap) * taps.Windows * 32);
        ref var lower = ref Unsafe.Add(ref taps.Row, Unsafe.Add(ref taps.Starts, 2 * block));
        ref var upper = ref Unsafe.Add(ref taps.Row, Unsafe.Add(ref taps.Starts, (2 * block) + 1));
        var taken = Shuffle(ref lower, ref upper, ref choices, 0);
        for (nuint window = 1; window < (nuint)taps.Windows; window++) taken |= Shuffle(ref lower, ref upper, ref choices, window);
        return taken.AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Add(Vector256<ushort> left, Vector256<ushort> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Subtract(Vector256<ushort> left, Vector256<ushort> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> And(Vector256<ushort> left, Vector256<ushort> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> SubtractToZero(Vector256<ushort> left, Vector256<ushort> right) => Avx2.SubtractSaturate(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Min(Vector256<ushort> left, Vector256<ushort> right) => Avx2.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Times64(Vector256<ushort> words) => words << 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> MultiplyHigh(Vector256<ushort> left, Vector256<ushort> right) => Avx2.MultiplyHigh(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> MultiplyHighSigned(Vector256<ushort> left, Vector256<ushort> right)
        => Avx2.MultiplyHigh(left.AsInt16(), right.AsInt16()).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Blend(Vector256<ushort> first, Vector256<ushort> second, Vector256<ushort> weight)
        => first + Avx2.MultiplyHighRoundScale((second - first).AsInt16(), weight.AsInt16()).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(Vector256<ushort> words, float multiply, float add, ref float to, nuint at)
    {
        var (factor, summand) = (Vector256.Create(multiply), Vector256.Create(add));
        var lower = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(words.GetLower()));
        var upper = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(words.GetUpper()));
        Fma.MultiplyAdd(lower, factor, summand).StoreUnsafe(ref to, at);
        Fma.MultiplyAdd(upper, factor, summand).StoreUnsafe(ref to, at + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector256<ushort> words, ref byte to, nuint at)
    {
        var rounded = ((words + Vector256.Create((ushort)32)) >> 6).AsInt16();
        Sse2.PackUnsignedSaturate(rounded.GetLower(), rounded.GetUpper()).StoreUnsafe(ref to, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Shuffle(ref byte lower, ref byte upper, ref byte choices, nuint window)
        => Avx2.Shuffle(
            Vector256.Create(Vector128.LoadUnsafe(ref lower, 16 * window), Vector128.LoadUnsafe(ref upper, 16 * window)),
            Vector256.LoadUnsafe(ref choices, 32 * window));
}
