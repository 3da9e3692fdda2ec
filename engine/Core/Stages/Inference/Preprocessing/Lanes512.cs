using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>AVX-512 with BW and VBMI, whose byte permutes choose from 64 or 128 bytes at once.</summary>
internal readonly struct Lanes512 : ILanes<Vector512<ushort>>
{
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512BW.IsSupported && Avx512Vbmi.IsSupported;

    public static int Count => 32;

    public static int WindowBytes => 64;

    public static int MostWindows => 4; // a choice is a byte

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Create(ushort value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Load(ref ushort from, nuint at) => Vector512.LoadUnsafe(ref from, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<ushort> words, ref ushort to, nuint at) => words.StoreUnsafe(ref to, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Take(in RowTaps taps, int block, int tap)
    {
        var choices = Vector512.LoadUnsafe(ref taps.Choices, (nuint)(((2 * block) + tap) * 64));
        ref var from = ref Unsafe.Add(ref taps.Row, Unsafe.Add(ref taps.Starts, block));
        if (taps.Windows == 1) return Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref from), choices).AsUInt16();
        if (taps.Windows == 2) return Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref from), choices, Vector512.LoadUnsafe(ref from, 64)).AsUInt16();
        return Far(ref from, choices, taps.Windows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Add(Vector512<ushort> left, Vector512<ushort> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Subtract(Vector512<ushort> left, Vector512<ushort> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> And(Vector512<ushort> left, Vector512<ushort> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> SubtractToZero(Vector512<ushort> left, Vector512<ushort> right) => Avx512BW.SubtractSaturate(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Min(Vector512<ushort> left, Vector512<ushort> right) => Avx512BW.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Times64(Vector512<ushort> words) => words << 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> MultiplyHigh(Vector512<ushort> left, Vector512<ushort> right) => Avx512BW.MultiplyHigh(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> MultiplyHighSigned(Vector512<ushort> left, Vector512<ushort> right)
        => Avx512BW.MultiplyHigh(left.AsInt16(), right.AsInt16()).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ushort> Blend(Vector512<ushort> first, Vector512<ushort> second, Vector512<ushort> weight)
        => first + Avx512BW.MultiplyHighRoundScale((second - first).AsInt16(), weight.AsInt16()).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFloats(Vector512<ushort> words, float multiply, float add, ref float to, nuint at)
    {
        var (factor, summand) = (Vector512.Create(multiply), Vector512.Create(add));
        var lower = Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(words.GetLower()));
        var upper = Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(words.GetUpper()));
        Avx512F.FusedMultiplyAdd(lower, factor, summand).StoreUnsafe(ref to, at);
        Avx512F.FusedMultiplyAdd(upper, factor, summand).StoreUnsafe(ref to, at + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vector512<ushort> words, ref byte to, nuint at)
        => Avx512BW.ConvertToVector256Byte((words + Vector512.Create((ushort)32)) >> 6).StoreUnsafe(ref to, at);

    // The third window may be the row's last: only what the table counts is read.
    private static Vector512<ushort> Far(ref byte from, Vector512<byte> choices, int windows)
    {
        var near = Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref from), choices, Vector512.LoadUnsafe(ref from, 64));
        var third = Vector512.LoadUnsafe(ref from, 128);
        var far = Avx512Vbmi.PermuteVar64x8x2(third, choices, windows == 4 ? Vector512.LoadUnsafe(ref from, 192) : third);
        return Vector512.ConditionalSelect(Vector512.LessThan(choices.AsSByte(), Vector512<sbyte>.Zero).AsByte(), far, near).AsUInt16();
    }
}
