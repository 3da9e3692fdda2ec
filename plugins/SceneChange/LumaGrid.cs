using Sluice.Abstractions;

namespace Sluice.Plugins.SceneChange;

/// <summary>The brightness of a picture at 64 x 36 points: enough to see a cut, cheap at any size.</summary>
internal sealed class LumaGrid
{
    private const int Columns = 64;
    private const int Rows = 36;
    private readonly byte[] _points = new byte[Columns * Rows];

    /// <summary>Reads a picture.</summary>
    /// <param name="picture">Any in host memory.</param>
    /// <returns>Whether its brightness can be read.</returns>
    public bool TryRead(Picture picture)
    {
        // Where the sample of a column starts, and which of its bytes says how bright it is: for RGB the green one comes near enough.
        var (step, within, shift) = picture.Format switch
        {
            PixelFormat.Yuv420P or PixelFormat.Yuv422P or PixelFormat.Yuv444P or PixelFormat.Nv12 or PixelFormat.Gray8 => (1, 0, 0),
            PixelFormat.Yuv420P10 => (2, 0, 2),
            PixelFormat.Rgb24 or PixelFormat.Bgr24 => (3, 1, 0),
            _ => (0, 0, 0),
        };
        if (step == 0 || picture.Memory != MemoryKind.Host) return false;
        var plane = picture.Plane(0);
        var stride = picture.StrideBytes(0);
        for (var y = 0; y < Rows; y++)
        {
            var row = plane[(y * picture.Height / Rows * stride)..];
            for (var x = 0; x < Columns; x++)
            {
                var at = (x * picture.Width / Columns * step) + within;
                _points[(y * Columns) + x] = shift == 0 ? row[at] : (byte)((row[at] | (row[at + 1] << 8)) >> shift);
            }
        }

        return true;
    }

    /// <summary>Mean difference to another grid, 0 to 255.</summary>
    public double DifferenceTo(LumaGrid other)
    {
        var sum = 0;
        for (var i = 0; i < _points.Length; i++) sum += Math.Abs(_points[i] - other._points[i]);
        return (double)sum / _points.Length;
    }
}
