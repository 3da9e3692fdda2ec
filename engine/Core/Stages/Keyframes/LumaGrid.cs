using System.Runtime.InteropServices;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// A picture reduced to 64 x 64 luma and 32 x 32 chroma means: all that the appearance features look at. Rows are skipped, at most to
/// three in a cell's height, because neighbouring rows say the same. For one caller at a time.
/// </summary>
internal sealed class LumaGrid
{
    /// <summary>Cells a side of the luma grid.</summary>
    public const int LumaSide = 64;

    /// <summary>Cells a side of the chroma grids.</summary>
    public const int ChromaSide = 32;

    private const int RowsPerCell = 3;
    private readonly PlaneReducer _luma = new(LumaSide);
    private readonly PlaneReducer _chroma = new(ChromaSide);

    /// <summary>Mean luma of each cell, 0..255, row by row.</summary>
    public byte[] Luma { get; } = new byte[LumaSide * LumaSide];

    /// <summary>Mean blue difference of each cell; 128 is grey.</summary>
    public byte[] Cb { get; } = new byte[ChromaSide * ChromaSide];

    /// <summary>Mean red difference of each cell; 128 is grey.</summary>
    public byte[] Cr { get; } = new byte[ChromaSide * ChromaSide];

    /// <summary>Reads a picture.</summary>
    /// <returns>False for formats whose planes hold no luma that can be averaged.</returns>
    public bool Read(Picture picture)
    {
        if (picture.Width < LumaSide || picture.Height < LumaSide) return false;
        switch (picture.Format)
        {
            case PixelFormat.Yuv420P or PixelFormat.Yuv422P or PixelFormat.Yuv444P:
                _luma.Reduce(picture.Plane(0), picture.StrideBytes(0), picture.Width, picture.Height, Luma);
                _chroma.Reduce(picture.Plane(1), picture.StrideBytes(1), ChromaWidth(picture), ChromaHeight(picture), Cb);
                _chroma.Reduce(picture.Plane(2), picture.StrideBytes(2), ChromaWidth(picture), ChromaHeight(picture), Cr);
                return true;
            case PixelFormat.Nv12:
                _luma.Reduce(picture.Plane(0), picture.StrideBytes(0), picture.Width, picture.Height, Luma);
                Average(picture, 1, 2, 0, picture.Width / 2, picture.Height / 2, Cb, ChromaSide);
                Average(picture, 1, 2, 1, picture.Width / 2, picture.Height / 2, Cr, ChromaSide);
                return true;
            case PixelFormat.Yuv420P10:
                Average10(picture, 0, picture.Width, picture.Height, Luma, LumaSide);
                Average10(picture, 1, picture.Width / 2, picture.Height / 2, Cb, ChromaSide);
                Average10(picture, 2, picture.Width / 2, picture.Height / 2, Cr, ChromaSide);
                return true;
            case PixelFormat.Gray8:
                _luma.Reduce(picture.Plane(0), picture.StrideBytes(0), picture.Width, picture.Height, Luma);
                Cb.AsSpan().Fill(128);
                Cr.AsSpan().Fill(128);
                return true;
            case PixelFormat.Rgb24 or PixelFormat.Bgr24:
                // Green carries most of the luma; the features need no exact one.
                Average(picture, 0, 3, 1, picture.Width, picture.Height, Luma, LumaSide);
                Cb.AsSpan().Fill(128);
                Cr.AsSpan().Fill(128);
                return true;
            default:
                return false;
        }
    }

    private static int ChromaWidth(Picture picture) => picture.Format == PixelFormat.Yuv444P ? picture.Width : picture.Width / 2;

    private static int ChromaHeight(Picture picture) => picture.Format == PixelFormat.Yuv420P ? picture.Height / 2 : picture.Height;

    // Samples that are not next to each other: no vectors, so one row in three pixels' worth of care.
    private static void Average(Picture picture, int plane, int step, int offset, int width, int height, byte[] cells, int side)
    {
        var samples = picture.Plane(plane);
        var stride = picture.StrideBytes(plane);
        Span<int> sums = stackalloc int[side];
        for (var row = 0; row < side; row++)
        {
            int top = row * height / side, bottom = Math.Max(top + 1, (row + 1) * height / side);
            var skip = Math.Max(1, (bottom - top) / RowsPerCell);
            sums.Clear();
            var rows = 0;
            for (var y = top; y < bottom; y += skip, rows++)
            {
                var line = samples.Slice(y * stride, ((width - 1) * step) + offset + 1);
                for (var cell = 0; cell < side; cell++)
                {
                    int left = cell * width / side, right = (cell + 1) * width / side;
                    var sum = 0;
                    for (var x = left; x < right; x++) sum += line[(x * step) + offset];
                    sums[cell] += sum / (right - left);
                }
            }

            for (var cell = 0; cell < side; cell++) cells[(row * side) + cell] = (byte)(sums[cell] / rows);
        }
    }

    private static void Average10(Picture picture, int plane, int width, int height, byte[] cells, int side)
    {
        var stride = picture.StrideBytes(plane);
        var bytes = picture.Plane(plane);
        for (var row = 0; row < side; row++)
        {
            var y = ((2 * row) + 1) * height / (2 * side);
            var line = MemoryMarshal.Cast<byte, ushort>(bytes.Slice(y * stride, width * 2));
            for (var cell = 0; cell < side; cell++)
            {
                int left = cell * width / side, right = (cell + 1) * width / side;
                var sum = 0;
                for (var x = left; x < right; x++) sum += line[x] >> 2;
                cells[(row * side) + cell] = (byte)(sum / (right - left));
            }
        }
    }
}
