using System.Numerics;
using System.Runtime.InteropServices;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// A picture's brightness in <see cref="Columns"/> x <see cref="Rows"/> cells: enough to see that something stands where nothing stood,
/// and cheap beside decoding. For one caller at a time.
/// </summary>
internal sealed class PictureGrid
{
    /// <summary>Cells across and down, whatever the picture's size.</summary>
    public const int Columns = 64, Rows = 36, Cells = Columns * Rows;

    // So many rows of bytes add up in 16 bits.
    private const int MostRows = 257;

    private readonly float[] _cells = new float[Cells];
    private ushort[] _sums = [];

    /// <summary>Mean luma of each cell, row by row, 0 to 255.</summary>
    public Span<float> Values => _cells;

    /// <summary>Measures a picture.</summary>
    /// <param name="picture">Borrowed.</param>
    /// <returns>False when its luma is not 8 bits in a plane of its own, or it is smaller than the grid.</returns>
    public bool TryMeasure(AvFrame picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var (width, height) = (picture.Width, picture.Height);
        if (width < Columns || height < Rows || picture.PlaneCount == 0 || picture.RowBytes(0) != width) return false;
        var format = picture.Format;
        if (format.IsRgb || format.IsPalette || format.IsHardware) return false;
        Measure(picture.Plane(0), picture.Stride(0), width, height);
        return true;
    }

    /// <summary>Measures a plane of bytes.</summary>
    /// <param name="plane">Luma.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="width">Pixels across, at least <see cref="Columns"/>.</param>
    /// <param name="height">Pixels down, at least <see cref="Rows"/>.</param>
    public void Measure(ReadOnlySpan<byte> plane, int stride, int width, int height)
    {
        if (_sums.Length != width) _sums = new ushort[width];
        for (var row = 0; row < Rows; row++)
        {
            var (top, bottom) = (row * height / Rows, (row + 1) * height / Rows);
            var step = ((bottom - top - 1) / MostRows) + 1;
            var lines = 0;
            Array.Clear(_sums);
            for (var y = top; y < bottom; y += step, lines++) Add(plane.Slice(y * stride, width), _sums);
            for (var column = 0; column < Columns; column++)
            {
                var (left, right) = (column * width / Columns, (column + 1) * width / Columns);
                uint sum = 0;
                for (var x = left; x < right; x++) sum += _sums[x];
                _cells[(row * Columns) + column] = (float)sum / (lines * (right - left));
            }
        }
    }

    private static void Add(ReadOnlySpan<byte> line, Span<ushort> sums)
    {
        var done = 0;
        foreach (var bytes in MemoryMarshal.Cast<byte, Vector<byte>>(line))
        {
            Vector.Widen(bytes, out var low, out var high);
            var a = sums[done..];
            var b = a[Vector<ushort>.Count..];
            (new Vector<ushort>(a) + low).CopyTo(a);
            (new Vector<ushort>(b) + high).CopyTo(b);
            done += Vector<byte>.Count;
        }

        for (; done < line.Length; done++) sums[done] += line[done];
    }
}
