using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Reduces planes of bytes to a square of means. Of each cell two rows are read, of low ones in small planes four, and in them runs of sixteen
/// or eight pixels that lie evenly in it: neighbouring rows and pixels say the same, and what costs is memory that is not in the caches. For
/// one caller at a time.
/// </summary>
/// <param name="side">Cells a side, a multiple of four.</param>
internal sealed class PlaneReducer(int side)
{
    private const int Long = 16, Short = 8;
    private const int Digits = 20;

    // Rows of pixels in a cell below which four are read: the plane is small, so that costs no more than two of a large one.
    private const int LowCell = 8;
    private int _width;
    private int _rows;

    // Pixels a run; 0 where cells are narrower than that, so that all of their pixels are added: such planes are small.
    private int _run;
    private int[] _starts = [];
    private uint _share;
    private ushort[] _columns = [];

    /// <summary>Reduces one plane.</summary>
    /// <param name="plane">Rows, <paramref name="stride"/> bytes apart.</param>
    /// <param name="stride">Bytes from row to row.</param>
    /// <param name="width">Samples a row, at least as many as cells.</param>
    /// <param name="height">Rows.</param>
    /// <param name="cells">side x side means, overwritten.</param>
    public void Reduce(ReadOnlySpan<byte> plane, int stride, int width, int height, Span<byte> cells)
    {
        var rows = height < LowCell * side ? 4 : 2;
        if (width != _width || rows != _rows) Fit(width, rows);
        for (var row = 0; row < side; row++)
        {
            var into = cells.Slice(row * side, side);
            var lines = new Lines
            {
                First = Line(plane, 0),
                Second = Line(plane, 1),
                Third = Line(plane, rows - 2),
                Fourth = Line(plane, rows - 1),
                AreFour = rows == 4,
            };
            if (_run == Long) LongRuns(lines, into);
            else if (_run == Short) ShortRuns(lines, into);
            else Columns(lines, into);

            // In the middle of each half or quarter of the cell's height.
            ReadOnlySpan<byte> Line(ReadOnlySpan<byte> of, int part)
                => of.Slice(((2 * ((rows * row) + part)) + 1) * height / (2 * rows * side) * stride, width);
        }
    }

    private void Fit(int width, int rows)
    {
        (_width, _rows) = (width, rows);
        var cell = width / (double)side;
        _run = cell >= Long ? Long : cell >= Short ? Short : 0;
        if (_run == 0)
        {
            _columns = new ushort[width];
            return;
        }

        var runs = (int)Math.Round(cell / _run);
        _starts = new int[side * runs];
        _share = (uint)((1 << Digits) / (rows * runs * _run));
        for (var i = 0; i < _starts.Length; i++)
        {
            var room = cell - _run;
            var at = runs == 1 ? room / 2 : room * (i % runs) / (runs - 1);
            _starts[i] = Math.Min((int)((i / runs * cell) + at), width - _run);
        }
    }

    private void LongRuns(in Lines lines, Span<byte> into)
    {
        ref var starts = ref MemoryMarshal.GetArrayDataReference(_starts);
        var (runs, share) = (_starts.Length / side, _share);
        for (var cell = 0; cell < into.Length; cell += 4)
        {
            var (one, two, three, four) = (lines.Long(starts), lines.Long(Unsafe.Add(ref starts, runs)),
                lines.Long(Unsafe.Add(ref starts, 2 * runs)), lines.Long(Unsafe.Add(ref starts, 3 * runs)));
            for (var run = 1; run < runs; run++)
            {
                one += lines.Long(Unsafe.Add(ref starts, run));
                two += lines.Long(Unsafe.Add(ref starts, runs + run));
                three += lines.Long(Unsafe.Add(ref starts, (2 * runs) + run));
                four += lines.Long(Unsafe.Add(ref starts, (3 * runs) + run));
            }

            starts = ref Unsafe.Add(ref starts, 4 * runs);
            Put(one, two, three, four, share, into[cell..]);
        }
    }

    private void ShortRuns(in Lines lines, Span<byte> into)
    {
        ref var starts = ref MemoryMarshal.GetArrayDataReference(_starts);
        var (runs, share) = (_starts.Length / side, _share);
        for (var cell = 0; cell < into.Length; cell += 4)
        {
            var (one, two, three, four) = (lines.Short(starts), lines.Short(Unsafe.Add(ref starts, runs)),
                lines.Short(Unsafe.Add(ref starts, 2 * runs)), lines.Short(Unsafe.Add(ref starts, 3 * runs)));
            for (var run = 1; run < runs; run++)
            {
                one += lines.Short(Unsafe.Add(ref starts, run));
                two += lines.Short(Unsafe.Add(ref starts, runs + run));
                three += lines.Short(Unsafe.Add(ref starts, (2 * runs) + run));
                four += lines.Short(Unsafe.Add(ref starts, (3 * runs) + run));
            }

            starts = ref Unsafe.Add(ref starts, 4 * runs);
            Put(one, two, three, four, share, into[cell..]);
        }
    }

    /// <summary>Writes the means of four cells whose sums lie in the even places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector128<uint> one, Vector128<uint> two, Vector128<uint> three, Vector128<uint> four, uint share, Span<byte> into)
    {
        if (Sse2.IsSupported)
        {
            var low = one.AsUInt64() | (two.AsUInt64() << 32);
            var high = three.AsUInt64() | (four.AsUInt64() << 32);
            var sums = Sse2.UnpackLow(low, high).AsUInt32() + Sse2.UnpackHigh(low, high).AsUInt32();
            var means = ((sums * share) + Vector128.Create(1u << (Digits - 1))) >> Digits;
            var bytes = Vector128.Narrow(Vector128.Narrow(means, means), Vector128<ushort>.Zero);
            BinaryPrimitives.WriteUInt32LittleEndian(into, bytes.AsUInt32().ToScalar());
            return;
        }

        (into[0], into[1], into[2], into[3]) = (Mean(one), Mean(two), Mean(three), Mean(four));

        byte Mean(Vector128<uint> sums) => (byte)((((sums[0] + sums[2]) * share) + (1u << (Digits - 1))) >> Digits);
    }

    /// <summary>Sixteen bytes added up, as two sums in the even places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Sums(Vector128<byte> of)
    {
        if (Sse2.IsSupported) return Sse2.SumAbsoluteDifferences(of, Vector128<byte>.Zero).AsUInt32();
        var (low, high) = Vector128.Widen(of);
        return Vector128.CreateScalar((uint)Vector128.Sum(low + high));
    }

    private void Columns(in Lines lines, Span<byte> into)
    {
        var columns = _columns.AsSpan(0, lines.First.Length);
        columns.Clear();
        Add(lines.First, columns);
        Add(lines.Second, columns);
        if (lines.AreFour) Add(lines.Third, columns);
        if (lines.AreFour) Add(lines.Fourth, columns);
        var rows = lines.AreFour ? 4 : 2;
        for (var cell = 0; cell < side; cell++)
        {
            var of = columns[(cell * columns.Length / side)..((cell + 1) * columns.Length / side)];
            var sum = 0;
            foreach (var value in of) sum += value;
            into[cell] = (byte)((sum + (rows * of.Length / 2)) / (rows * of.Length));
        }
    }

    private static void Add(ReadOnlySpan<byte> line, Span<ushort> columns)
    {
        var x = 0;
        for (; x <= line.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(line.Slice(x, Vector128<byte>.Count)));
            (low + Vector128.Create<ushort>(columns.Slice(x, 8))).CopyTo(columns[x..]);
            (high + Vector128.Create<ushort>(columns.Slice(x + 8, 8))).CopyTo(columns[(x + 8)..]);
        }

        for (; x < line.Length; x++) columns[x] += line[x];
    }

    /// <summary>The rows of one cell that are read.</summary>
    private readonly ref struct Lines
    {
        public ReadOnlySpan<byte> First { get; init; }

        public ReadOnlySpan<byte> Second { get; init; }

        public ReadOnlySpan<byte> Third { get; init; }

        public ReadOnlySpan<byte> Fourth { get; init; }

        public bool AreFour { get; init; }

        /// <summary>Sixteen pixels of all of them added up.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<uint> Long(int at)
        {
            var sums = Sums(Sixteen(First, at)) + Sums(Sixteen(Second, at));
            return AreFour ? sums + Sums(Sixteen(Third, at)) + Sums(Sixteen(Fourth, at)) : sums;
        }

        /// <summary>Eight pixels of all of them added up.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<uint> Short(int at)
        {
            var sums = Sums(Vector128.Create(Eight(First, at), Eight(Second, at)));
            return AreFour ? sums + Sums(Vector128.Create(Eight(Third, at), Eight(Fourth, at))) : sums;
        }

        private static Vector128<byte> Sixteen(ReadOnlySpan<byte> line, int at) => Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(line), (nuint)at);

        private static Vector64<byte> Eight(ReadOnlySpan<byte> line, int at) => Vector64.LoadUnsafe(ref MemoryMarshal.GetReference(line), (nuint)at);
    }
}
