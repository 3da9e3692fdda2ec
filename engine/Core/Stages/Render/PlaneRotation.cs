namespace Sluice.Core.Stages.Render;

/// <summary>Turns the rows and columns of one plane.</summary>
internal static class PlaneRotation
{
    // Reading along rows and writing along columns misses the cache on every write; in tiles both sides stay in it.
    private const int Tile = 32;

    /// <summary>Copies a plane, turned clockwise.</summary>
    /// <typeparam name="T">What one position holds: a byte, or a pair of chroma samples.</typeparam>
    /// <param name="from">The plane.</param>
    /// <param name="fromStride">Positions from one row to the next.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="to">Gets <paramref name="height"/> columns and <paramref name="width"/> rows for a quarter turn.</param>
    /// <param name="toStride">Positions from one row to the next.</param>
    /// <param name="degrees">0, 90, 180 or 270.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another angle.</exception>
    public static void Copy<T>(
        ReadOnlySpan<T> from, int fromStride, int width, int height, Span<T> to, int toStride, int degrees)
        where T : unmanaged
    {
        switch (degrees)
        {
            case 0:
                for (var y = 0; y < height; y++) from.Slice(y * fromStride, width).CopyTo(to.Slice(y * toStride, width));
                break;
            case 180:
                for (var y = 0; y < height; y++)
                {
                    var row = to.Slice((height - 1 - y) * toStride, width);
                    from.Slice(y * fromStride, width).CopyTo(row);
                    row.Reverse();
                }

                break;
            case 90 or 270:
                for (var y = 0; y < height; y += Tile)
                    for (var x = 0; x < width; x += Tile)
                        TurnTile(from, fromStride, x, y, width, height, to, toStride, degrees == 90);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Pictures turn by 0, 90, 180 or 270 degrees.");
        }
    }

    private static void TurnTile<T>(ReadOnlySpan<T> from, int fromStride, int left, int top, int width, int height,
        Span<T> to, int toStride, bool clockwise)
        where T : unmanaged
    {
        int right = Math.Min(left + Tile, width), bottom = Math.Min(top + Tile, height);
        for (var x = left; x < right; x++)
        {
            var row = to.Slice((clockwise ? x : width - 1 - x) * toStride, height);
            for (var y = top; y < bottom; y++) row[clockwise ? height - 1 - y : y] = from[(y * fromStride) + x];
        }
    }
}
