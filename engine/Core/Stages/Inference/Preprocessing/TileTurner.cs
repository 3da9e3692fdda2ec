using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>Turns lines into columns of an image.</summary>
internal static class TileTurner
{
    private const int Side = 4;

    /// <summary>Turns lines.</summary>
    /// <typeparam name="T">An element.</typeparam>
    /// <param name="lines">Line after line.</param>
    /// <param name="pitch">Elements from one line to the next.</param>
    /// <param name="columns">How many lines.</param>
    /// <param name="rows">Elements of each to turn.</param>
    /// <param name="to">From the first line's first element on.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="step">Elements from one column to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn<T>(ReadOnlySpan<T> lines, int pitch, int columns, int rows, Span<T> to, int stride, int step)
        where T : unmanaged
    {
        // Checks for the whole tile instead of for each element.
        ArgumentOutOfRangeException.ThrowIfLessThan(lines.Length, ((columns - 1) * pitch) + rows, nameof(lines));
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, ((rows - 1) * stride) + ((columns - 1) * step) + 1, nameof(to));
        ref var from = ref MemoryMarshal.GetReference(lines);
        ref var target = ref MemoryMarshal.GetReference(to);
        var y = 0;
        if (Sse2.IsSupported && Unsafe.SizeOf<T>() == sizeof(uint) && step == 1 && columns % Side == 0)
        {
            for (; y <= rows - Side; y += Side)
                for (var x = 0; x < columns; x += Side)
                    TurnSquare(ref Unsafe.As<T, uint>(ref Unsafe.Add(ref from, (x * pitch) + y)), (nuint)pitch,
                        ref Unsafe.As<T, uint>(ref Unsafe.Add(ref target, (y * stride) + x)), (nuint)stride);
        }

        for (; y < rows; y++)
            for (var x = 0; x < columns; x++) Unsafe.Add(ref target, (y * stride) + (x * step)) = Unsafe.Add(ref from, (x * pitch) + y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnSquare(ref uint from, nuint pitch, ref uint to, nuint stride)
    {
        var (one, two) = (Vector128.LoadUnsafe(ref from), Vector128.LoadUnsafe(ref from, pitch));
        var (three, four) = (Vector128.LoadUnsafe(ref from, 2 * pitch), Vector128.LoadUnsafe(ref from, 3 * pitch));
        var (leftTop, rightTop) = (Sse2.UnpackLow(one, two).AsUInt64(), Sse2.UnpackLow(three, four).AsUInt64());
        var (leftEnd, rightEnd) = (Sse2.UnpackHigh(one, two).AsUInt64(), Sse2.UnpackHigh(three, four).AsUInt64());
        Sse2.UnpackLow(leftTop, rightTop).AsUInt32().StoreUnsafe(ref to);
        Sse2.UnpackHigh(leftTop, rightTop).AsUInt32().StoreUnsafe(ref to, stride);
        Sse2.UnpackLow(leftEnd, rightEnd).AsUInt32().StoreUnsafe(ref to, 2 * stride);
        Sse2.UnpackHigh(leftEnd, rightEnd).AsUInt32().StoreUnsafe(ref to, 3 * stride);
    }
}
