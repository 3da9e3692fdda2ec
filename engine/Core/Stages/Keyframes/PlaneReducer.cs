using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Reduces planes of bytes to a square of means. Up to three rows of a cell are read and added in blocks of eight pixels; running sums of
/// the blocks, read at the cells' edges, then give every cell's sum with two subtractions. For one caller at a time.
/// </summary>
/// <param name="side">Cells a side.</param>
internal sealed class PlaneReducer(int side)
{
    private const int Block = 8;

    // With fewer pixels a cell than a block the edges of cells would be blurred: such planes are small, so exact sums cost little.
    private const int LeastPixelsPerCell = 8;
    private readonly int[] _edges = new int[side + 1];
    private readonly float[] _parts = new float[side + 1];
    private int _width;
    private long[] _blocks = [];
    private ushort[] _columns = [];

    /// <summary>Reduces one plane.</summary>
    /// <param name="plane">Rows, <paramref name="stride"/> bytes apart.</param>
    /// <param name="stride">Bytes from row to row.</param>
    /// <param name="width">Samples a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="cells">side x side means, overwritten.</param>
    public void Reduce(ReadOnlySpan<byte> plane, int stride, int width, int height, Span<byte> cells)
    {
        if (width != _width) Fit(width);
        var byBlocks = Avx2.IsSupported && width >= side * LeastPixelsPerCell;
        for (var row = 0; row < side; row++)
        {
            int top = row * height / side, bottom = Math.Max(top + 1, (row + 1) * height / side);
            var skip = Math.Max(1, (bottom - top) / 3);
            var first = plane.Slice(top * stride, width);
            var second = plane.Slice(Math.Min(top + skip, bottom - 1) * stride, width);
            var third = plane.Slice(Math.Min(top + (2 * skip), bottom - 1) * stride, width);
            var into = cells.Slice(row * side, side);
            if (byBlocks) Blocks(first, second, third, into);
            else Columns(first, second, third, into);
        }
    }

    private void Fit(int width)
    {
        _width = width;
        _blocks = new long[(width / Block) + 1];
        _columns = new ushort[width];
        for (var i = 0; i <= side; i++)
        {
            // Pixels beyond the last whole block are left out: at most seven of hundreds.
            var at = i * (width / Block) / (float)side;
            _edges[i] = Math.Min((int)at, width / Block);
            _parts[i] = at - _edges[i];
        }
    }

    private void Blocks(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> into)
    {
        ref var a = ref MemoryMarshal.GetReference(first);
        ref var b = ref MemoryMarshal.GetReference(second);
        ref var c = ref MemoryMarshal.GetReference(third);
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_blocks);
        var x = 0;
        var zero = Vector256<byte>.Zero;
        for (; x <= first.Length - 32; x += 32)
        {
            var sum = Avx2.SumAbsoluteDifferences(Vector256.LoadUnsafe(ref a, (nuint)x), zero).AsInt64()
                + Avx2.SumAbsoluteDifferences(Vector256.LoadUnsafe(ref b, (nuint)x), zero).AsInt64()
                + Avx2.SumAbsoluteDifferences(Vector256.LoadUnsafe(ref c, (nuint)x), zero).AsInt64();
            sum.StoreUnsafe(ref sums, (nuint)(x / Block));
        }

        for (; x <= first.Length - Block; x += Block)
        {
            var sum = 0;
            for (var i = x; i < x + Block; i++) sum += first[i] + second[i] + third[i];
            _blocks[x / Block] = sum;
        }

        var blocks = _blocks.AsSpan(0, first.Length / Block);
        var (before, at, last) = (0L, 0, 0f);
        var share = side / (3f * Block * blocks.Length);
        for (var cell = 1; cell <= side; cell++)
        {
            var edge = _edges[cell];
            for (; at < edge; at++) before += blocks[at];
            var upTo = before + (edge < blocks.Length ? _parts[cell] * blocks[edge] : 0);
            into[cell - 1] = (byte)(((upTo - last) * share) + 0.5f);
            last = upTo;
        }
    }

    private void Columns(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> into)
    {
        var columns = _columns.AsSpan(0, first.Length);
        var x = 0;
        for (; x <= first.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(first[x..]), out var low, out var high);
            Vector.Widen(new Vector<byte>(second[x..]), out var moreLow, out var moreHigh);
            Vector.Widen(new Vector<byte>(third[x..]), out var mostLow, out var mostHigh);
            (low + moreLow + mostLow).CopyTo(columns[x..]);
            (high + moreHigh + mostHigh).CopyTo(columns[(x + Vector<ushort>.Count)..]);
        }

        for (; x < first.Length; x++) columns[x] = (ushort)(first[x] + second[x] + third[x]);
        for (var cell = 0; cell < side; cell++)
        {
            var of = columns[(cell * columns.Length / side)..((cell + 1) * columns.Length / side)];
            var sum = 0;
            foreach (var value in of) sum += value;
            into[cell] = (byte)(sum / (3 * of.Length));
        }
    }
}
