using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Vectors of 16 bytes in the runtime's portable terms: for machines without AVX2.</summary>
internal readonly struct Lanes128 : ILanes<Vector128<ushort>>
{
    public static int Count => 8;

    public static int WindowBytes => 16;

    public static int MostWindows => int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Create(ushort value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Load(ref ushort from, nuint at) => Vector128.LoadUnsafe(ref from, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<ushort> words, ref ushort to, nuint at) => words.StoreUnsafe(ref to, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Take(in RowTaps taps, int block, int tap)
    {
        ref var choices = ref Unsafe.Add(ref taps.Choices, ((2 * block) + tap) * taps.Windows * 16);
        ref var from = ref Unsafe.Add(ref taps.Row, Unsafe.Add(ref taps.Starts, block));
        var taken = Shuffle(ref from, ref choices, 0);
        for (nuint window = 1; window < (nuint)taps.Windows; window++) taken |= Shuffle(ref from, ref choices, window);
        return taken.AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Add(Vector128<ushort> left, Vector128<ushort> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Subtract(Vector128<ushort> left, Vector128<ushort> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> And(Vector128<ushort> left, Vector128<ushort> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> SubtractToZero(Vector128<ushort> left, Vector128<ushort> right) => Vector128.SubtractSaturate(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Min(Vector128<ushort> left, Vector128<ushort> right) => Vector128.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Times64(Vector128<ushort> words) => words << 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> MultiplyHigh(Vector128<ushort> left, Vector128<ushort> right)
    {
        var lower = Vector128.WidenLower(left) * Vector128.WidenLower(right);
        var upper = Vector128.WidenUpper(left) * Vector128.WidenUpper(right);
        return Vector128.Narrow(lower >> 16, upper >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> MultiplyHighSigned(Vector128<ushort> left, Vector128<ushort> right)
    {
        var lower = Vector128.WidenLower(left.AsInt16()) * Vector128.WidenLower(right.AsInt16());
        var upper = Vector128.WidenUpper(left.AsInt16()) * Vector128.WidenUpper(right.AsInt16());
        return Vector128.Narrow(lower >> 16, upper >> 16).AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Blend(Vector128<ushort> first, Vector128<ushort> second, Vector128<ushort> weight)
    {
        var apart = (second - first).AsInt16();
        var half = Vector128.Create(1 << 14);
        var lower = ((Vector128.WidenLower(apart) * Vector128.WidenLower(weight.AsInt16())) + half) >> 15;
        var upper = ((Vector128.WidenUpper(apart) * Vector128.WidenUpper(weight.AsInt16())) + half) >> 15;
        return first + Vector128.Narrow(lower, upper).AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(Vector128<ushort> words, float multiply, float add, ref float to, nuint at)
    {
        var (factor, summand) = (Vector128.Create(multiply), Vector128.Create(add));
        var lower = Vector128.ConvertToSingle(Vector128.WidenLower(words).AsInt32());
        var upper = Vector128.ConvertToSingle(Vector128.WidenUpper(words).AsInt32());
        Vector128.MultiplyAddEstimate(lower, factor, summand).StoreUnsafe(ref to, at);
        Vector128.MultiplyAddEstimate(upper, factor, summand).StoreUnsafe(ref to, at + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector128<ushort> words, ref byte to, nuint at)
    {
        var rounded = (words + Vector128.Create((ushort)32)) >> 6;
        Vector128.Narrow(rounded, rounded).GetLower().StoreUnsafe(ref to, at);
    }

    // A choice of 128 or more gives 0 on every machine.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Shuffle(ref byte from, ref byte choices, nuint window)
        => Vector128.ShuffleNative(Vector128.LoadUnsafe(ref from, 16 * window), Vector128.LoadUnsafe(ref choices, 16 * window));
}
