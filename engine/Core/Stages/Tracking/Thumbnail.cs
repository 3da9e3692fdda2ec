using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>A picture's luma at about 160 columns, turned as displayed. Of a cell at least three rows and four columns are looked at: neighbours say the same.</summary>
internal sealed class Thumbnail
{
    private const int Side = 160;
    private const int RowsPerCell = 3;
    private const int ColumnsPerCell = 4;
    private byte[] _coded = [];
    private byte[] _turned = [];

    /// <summary>Columns.</summary>
    public int Width { get; private set; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>Pixels of the frame that one cell is wide and high.</summary>
    public int Factor { get; private set; }

    /// <summary>Mean luma of each cell, row by row.</summary>
    public ReadOnlySpan<byte> Luma => _turned.AsSpan(0, Width * Height);

    /// <summary>Reads a frame.</summary>
    /// <returns>False when it has no pixels, or none that luma can be had of here.</returns>
    public bool Read(Frame frame)
    {
        if (!frame.HasPicture || frame.Picture.Memory != MemoryKind.Host) return false;
        var picture = frame.Picture;
        Factor = Math.Max(1, (Math.Max(picture.Width, picture.Height) + Side - 1) / Side);
        int width = picture.Width / Factor, height = picture.Height / Factor;
        if (_coded.Length < width * height) (_coded, _turned) = (new byte[width * height], new byte[width * height]);
        switch (picture.Format)
        {
            case PixelFormat.Yuv420P or PixelFormat.Yuv422P or PixelFormat.Yuv444P or PixelFormat.Nv12 or PixelFormat.Gray8:
                Average(picture, 1, 0, width, height);
                break;
            case PixelFormat.Yuv420P10:
                Average10(picture, width, height);
                break;
            case PixelFormat.Rgb24 or PixelFormat.Bgr24:
                // Green carries most of the luma.
                Average(picture, 3, 1, width, height);
                break;
            default:
                return false;
        }

        (Width, Height) = frame.Rotation is 90 or 270 ? (height, width) : (width, height);
        Turn(frame.Rotation, width, height);
        return true;
    }

    private void Average(Picture picture, int step, int offset, int width, int height)
    {
        var samples = picture.Plane(0);
        int rowSkip = Math.Max(1, Factor / RowsPerCell), columnSkip = Math.Max(1, Factor / ColumnsPerCell);
        Span<int> sums = stackalloc int[width];
        for (var row = 0; row < height; row++)
        {
            sums.Clear();
            var rows = 0;
            for (var y = row * Factor; y < (row + 1) * Factor; y += rowSkip, rows++)
            {
                var line = samples.Slice(y * picture.StrideBytes(0), width * Factor * step);
                for (var column = 0; column < width; column++)
                {
                    var end = (column + 1) * Factor * step;
                    for (var x = (column * Factor * step) + offset; x < end; x += columnSkip * step) sums[column] += line[x];
                }
            }

            var count = rows * ((Factor + columnSkip - 1) / columnSkip);
            for (var column = 0; column < width; column++) _coded[(row * width) + column] = (byte)(sums[column] / count);
        }
    }

    private void Average10(Picture picture, int width, int height)
    {
        var samples = picture.Plane(0);
        for (var row = 0; row < height; row++)
        {
            var bytes = samples.Slice(((row * Factor) + (Factor / 2)) * picture.StrideBytes(0), picture.Width * 2);
            var line = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(bytes);
            for (var column = 0; column < width; column++)
            {
                var sum = 0;
                foreach (var sample in line.Slice(column * Factor, Factor)) sum += sample >> 2;
                _coded[(row * width) + column] = (byte)(sum / Factor);
            }
        }
    }

    private void Turn(int degrees, int width, int height)
    {
        if (degrees == 0)
        {
            (_coded, _turned) = (_turned, _coded);
            return;
        }

        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (column, row) = degrees switch
                {
                    90 => (y, height - 1 - x),
                    180 => (width - 1 - x, height - 1 - y),
                    _ => (width - 1 - y, x),
                };
                _turned[(y * Width) + x] = _coded[(row * width) + column];
            }
        }
    }
}
