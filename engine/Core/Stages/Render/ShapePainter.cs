namespace Sluice.Core.Stages.Render;

/// <summary>Draws straight lines in any direction and filled polygons, without allocating.</summary>
internal static class ShapePainter
{
    private const int ChunkPx = 256;
    private const int CornersOnStack = 64;

    /// <summary>Draws a line with round ends and smooth edges.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="x1">Column of its beginning; pixel 0 reaches from 0 to 1.</param>
    /// <param name="y1">Row of its beginning.</param>
    /// <param name="x2">Column of its end.</param>
    /// <param name="y2">Row of its end.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="alpha">1 to 255, how much of it covers.</param>
    public static void Line(in YuvCanvas canvas, double x1, double y1, double x2, double y2, double width, YuvColor color, int alpha = 255)
    {
        var reach = (width / 2) + 0.5;
        double dx = x2 - x1, dy = y2 - y1, length = Math.Sqrt((dx * dx) + (dy * dy));
        // Along the line, and across it.
        double ax = length > 0 ? dx / length : 1, ay = length > 0 ? dy / length : 0;
        float stepAlong = (float)ax, stepAcross = (float)ay, end = (float)length, radius = (float)reach;
        int grid = canvas.Grid, top = Down(Math.Min(y1, y2) - reach, canvas.Height, grid), bottom = Up(Math.Max(y1, y2) + reach, canvas.Height, grid);
        Span<byte> mask = stackalloc byte[ChunkPx * 2];
        // A band of rows at a time, those that share chroma, and of it only what the line passes.
        for (var row = top; row < bottom; row += grid)
        {
            var (near, far) = (0.0, 1.0);
            if (Math.Abs(dy) > 1e-9)
            {
                near = Math.Clamp((row - reach - y1) / dy, 0, 1);
                far = Math.Clamp((row + grid + reach - y1) / dy, 0, 1);
            }

            double a = x1 + (near * dx), b = x1 + (far * dx);
            int left = Down(Math.Min(a, b) - reach, canvas.Width, grid), right = Up(Math.Max(a, b) + reach, canvas.Width, grid);
            for (var column = left; column < right; column += ChunkPx)
            {
                var columns = Math.Min(ChunkPx, right - column);
                var isTouched = false;
                for (var y = 0; y < grid; y++)
                {
                    double px = column + 0.5 - x1, py = row + y + 0.5 - y1;
                    float along = (float)((px * ax) + (py * ay)), across = (float)((px * ay) - (py * ax));
                    var part = mask.Slice(y * columns, columns);
                    for (var x = 0; x < part.Length; x++, along += stepAlong, across += stepAcross)
                    {
                        float away = Math.Abs(across), beyond = Math.Max(-along, along - end);
                        if (beyond > 0) away = MathF.Sqrt((away * away) + (beyond * beyond));
                        var cover = Math.Clamp(radius - away, 0f, 1f);
                        part[x] = (byte)(int)((cover * alpha) + 0.5f);
                        isTouched |= cover > 0;
                    }
                }

                if (isTouched) canvas.Stamp(mask, columns, grid, column, row, color);
            }
        }
    }

    /// <summary>Lays a colour over a polygon; its edges are rough, to be drawn over.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="xs">Columns of its corners.</param>
    /// <param name="ys">Rows of its corners.</param>
    /// <param name="color">The colour.</param>
    /// <param name="alpha">0 for nothing to 256 for all.</param>
    public static void Fill(in YuvCanvas canvas, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, YuvColor color, int alpha)
    {
        double highest = double.MaxValue, lowest = double.MinValue;
        foreach (var y in ys) (highest, lowest) = (Math.Min(highest, y), Math.Max(lowest, y));
        var grid = canvas.Grid;
        Span<double> cuts = xs.Length <= CornersOnStack ? stackalloc double[xs.Length] : new double[xs.Length];
        var bottom = Up(lowest, canvas.Height, grid);
        for (var row = Down(highest, canvas.Height, grid); row < bottom; row += grid)
        {
            var middle = row + (grid / 2.0);
            var count = 0;
            for (int i = 0, last = xs.Length - 1; i < xs.Length; last = i++)
            {
                if (ys[i] > middle == ys[last] > middle) continue;
                cuts[count++] = xs[i] + ((middle - ys[i]) / (ys[last] - ys[i]) * (xs[last] - xs[i]));
            }

            cuts[..count].Sort();
            for (var i = 0; i + 1 < count; i += 2)
                canvas.Blend(new(Nearest(cuts[i], canvas.Width, grid), row, Nearest(cuts[i + 1], canvas.Width, grid), row + grid), color, alpha);
        }
    }

    private static int Down(double value, int limit, int grid) => (int)Math.Floor(Math.Clamp(value, 0, limit) / grid) * grid;

    private static int Up(double value, int limit, int grid) => (int)Math.Ceiling(Math.Clamp(value, 0, limit) / grid) * grid;

    private static int Nearest(double value, int limit, int grid) => (int)Math.Round(Math.Clamp(value, 0, limit) / grid) * grid;
}
