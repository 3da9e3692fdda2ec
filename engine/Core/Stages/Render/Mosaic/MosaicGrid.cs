namespace Sluice.Core.Stages.Render.Mosaic;

/// <summary>Where the tiles of a mosaic lie.</summary>
/// <param name="Columns">Tiles in a row.</param>
/// <param name="Rows">Rows of tiles.</param>
/// <param name="Width">Columns of the whole picture.</param>
/// <param name="Height">Rows of the whole picture.</param>
internal readonly record struct MosaicGrid(int Columns, int Rows, int Width, int Height)
{
    private const double UsualAspect = 16.0 / 9;

    /// <summary>The grid of a number of tiles.</summary>
    /// <param name="tiles">How many; at least 1 is laid out.</param>
    /// <param name="columns">Tiles in a row; null for as many as show most of pictures of 16:9.</param>
    /// <param name="width">Columns of the whole picture; even.</param>
    /// <param name="height">Rows of the whole picture; even.</param>
    public static MosaicGrid For(int tiles, int? columns, int width, int height)
    {
        tiles = Math.Max(1, tiles);
        if (columns is { } given) return new(given, (tiles + given - 1) / given, width, height);
        var (best, bestScale) = (1, 0.0);
        for (var i = 1; i <= tiles; i++)
        {
            var rows = (tiles + i - 1) / i;
            var scale = Math.Min((double)width / i / UsualAspect, (double)height / rows);

            // Of two as good the wider one: labels have more room in it.
            if (scale >= bestScale - 1e-9) (best, bestScale) = (i, scale);
        }

        return new(best, (tiles + best - 1) / best, width, height);
    }

    /// <summary>The place of a tile; its corners are even, so that it shares no chroma with its neighbours.</summary>
    /// <param name="index">From 0, row by row.</param>
    public PixelRect this[int index]
    {
        get
        {
            int column = index % Columns, row = index / Columns;
            return new(Even(Width * column / Columns), Even(Height * row / Rows), Even(Width * (column + 1) / Columns), Even(Height * (row + 1) / Rows));
        }
    }

    /// <summary>The largest place inside a tile that has a picture's shape.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    public static PixelRect Letterbox(in PixelRect tile, int width, int height)
    {
        var scale = Math.Min((double)tile.Width / width, (double)tile.Height / height);
        int w = Math.Clamp(Even((int)Math.Round(width * scale)), 2, tile.Width), h = Math.Clamp(Even((int)Math.Round(height * scale)), 2, tile.Height);
        int x = tile.X1 + Even((tile.Width - w) / 2), y = tile.Y1 + Even((tile.Height - h) / 2);
        return new(x, y, x + w, y + h);
    }

    private static int Even(int value) => value & ~1;
}
