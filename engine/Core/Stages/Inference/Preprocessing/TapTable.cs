using System.Runtime.InteropServices;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>
/// The taps of an axis as byte shuffles: for a block of outputs, which bytes of the row around a start make up the first tap of each, and
/// which the second. A sample of one byte is chosen twice, so that a word holds it times 257 and uses the whole range of 16 bits.
/// </summary>
internal sealed class TapTable
{
    private const byte None = 0x80;
    private const int LineBytes = 64;

    private int[] _starts = [];
    private byte[] _choices = [];
    private int _aligned;
    private int _rowBytes;

    /// <summary>Windows, each as many bytes as one shuffle chooses from, that a block's taps need.</summary>
    public int Windows { get; private set; }

    /// <summary>Whether a row is shorter than the windows, so that it must be copied into longer memory first.</summary>
    public bool IsShort { get; private set; }

    /// <summary>Works the shuffles out; allocates only if they outgrew the memory.</summary>
    /// <param name="axis">The taps, in columns of the picture.</param>
    /// <param name="sampling">How the columns lie in a row.</param>
    /// <param name="width">Columns of the whole picture.</param>
    /// <param name="lanes">Outputs of a vector.</param>
    /// <param name="windowBytes">Bytes a shuffle chooses from, and gives.</param>
    public void Set(ResampleAxis axis, PlaneSampling sampling, int width, int lanes, int windowBytes)
    {
        _rowBytes = sampling.RowBytes(width);
        var each = windowBytes / 2;
        var shuffles = (axis.Count + each - 1) / each;
        Windows = 1;
        for (var shuffle = 0; shuffle < shuffles; shuffle++)
        {
            var (low, high) = Reach(axis, sampling, shuffle * each, Math.Min(axis.Count, (shuffle + 1) * each));
            Windows = Math.Max(Windows, (high - low) / windowBytes + 1);
        }

        IsShort = _rowBytes < Windows * windowBytes;
        Fit(axis.Count, windowBytes);
        var parts = lanes / each;
        for (var shuffle = 0; shuffle < shuffles; shuffle++)
        {
            var (from, to) = (shuffle * each, Math.Min(axis.Count, (shuffle + 1) * each));
            var start = Reach(axis, sampling, from, to).Low;
            // The windows must end inside the row: beyond it memory may not be ours.
            if (!IsShort) start = Math.Min(start, _rowBytes - (Windows * windowBytes));
            _starts[shuffle] = start;
            for (var tap = 0; tap < 2; tap++)
            {
                var columns = (tap == 0 ? axis.First : axis.Second)[from..to];
                if (windowBytes == 64) Choose(columns, sampling, start, ((2 * shuffle) + tap) * windowBytes);
                else
                    ChooseByWindow(columns, sampling, start, (((2 * (shuffle / parts)) + tap) * Windows * parts) + (shuffle % parts), parts);
            }
        }
    }

    /// <summary>The table over a row.</summary>
    /// <param name="row">From its first sample of the kind on.</param>
    /// <param name="longer">Takes a copy of a short row; grown when needed.</param>
    /// <exception cref="ArgumentException">The row is shorter than the table's pictures are wide.</exception>
    public RowTaps Over(ReadOnlySpan<byte> row, ref byte[] longer)
    {
        if (row.Length < _rowBytes) throw new ArgumentException($"A row of the picture has {row.Length} bytes; its width takes {_rowBytes}.", nameof(row));
        if (IsShort)
        {
            // A start may lie anywhere in the row, with all windows after it.
            if (longer.Length < _rowBytes + (Windows * 64)) longer = new byte[_rowBytes + (Windows * 64)];
            row[.._rowBytes].CopyTo(longer);
            row = longer;
        }

        return new(ref MemoryMarshal.GetReference(row), ref _starts[0], ref _choices[_aligned], Windows);
    }

    private static int Unaligned(byte[] pinned)
        => (int)(Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0) & (LineBytes - 1));

    private static (int Low, int High) Reach(ResampleAxis axis, PlaneSampling sampling, int from, int to)
    {
        // Taps run one way along the axis, so the ends of a block reach farthest.
        var first = axis.First;
        var second = axis.Second;
        var low = Math.Min(Math.Min(first[from], first[to - 1]), Math.Min(second[from], second[to - 1]));
        var high = Math.Max(Math.Max(first[from], first[to - 1]), Math.Max(second[from], second[to - 1]));
        return (sampling.ByteOf(low), sampling.ByteOf(high) + (sampling.IsDeep ? 1 : 0));
    }

    private void Choose(ReadOnlySpan<int> columns, PlaneSampling sampling, int start, int at)
    {
        var deep = sampling.IsDeep ? 1 : 0;
        var choices = _choices.AsSpan(_aligned + at, 64);
        choices[(2 * columns.Length)..].Clear();
        for (var i = 0; i < columns.Length; i++)
        {
            var choice = sampling.ByteOf(columns[i]) - start;
            (choices[2 * i], choices[(2 * i) + 1]) = ((byte)choice, (byte)(choice + deep));
        }
    }

    private void ChooseByWindow(ReadOnlySpan<int> columns, PlaneSampling sampling, int start, int first, int parts)
    {
        var deep = sampling.IsDeep ? 1 : 0;
        for (var window = 0; window < Windows; window++) _choices.AsSpan(_aligned + ((first + (window * parts)) * 16), 16).Fill(None);
        for (var i = 0; i < columns.Length; i++)
        {
            var choice = sampling.ByteOf(columns[i]) - start;
            Set(2 * i, choice);
            Set((2 * i) + 1, choice + deep);
        }

        void Set(int lane, int choice) => _choices[_aligned + ((first + (choice / 16 * parts)) * 16) + lane] = (byte)(choice % 16);
    }

    private void Fit(int count, int windowBytes)
    {
        var padded = RowEngine.Padded(count);
        var shuffles = padded * 2 / windowBytes;
        if (_starts.Length < shuffles) _starts = new int[shuffles];
        else _starts.AsSpan().Clear(); // blocks beyond the last output read from the row's start
        var bytes = 2 * shuffles * windowBytes * (windowBytes == 64 ? 1 : Windows);
        if (_choices.Length - _aligned >= bytes) return;
        // On a cache line's border, so that no load of 64 bytes needs two; pinned, so that it stays there.
        _choices = GC.AllocateArray<byte>(bytes + LineBytes, pinned: true);
        _aligned = Unaligned(_choices) is var over and > 0 ? LineBytes - over : 0;
    }
}
