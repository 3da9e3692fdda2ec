using Sluice.Abstractions;

namespace Sluice.Core.Stages.Render;

/// <summary>Draws the outlines of boxes.</summary>
internal static class BoxPainter
{
    // In line widths: long enough to read as a line, short enough that small boxes have several.
    private const int DashLines = 4;

    /// <summary>
    /// The outer edge of a box's line, on the canvas's grid. The line lies centred on the box's edge, and inside of it where the box
    /// ends at the picture's border, so that such an edge is seen; edges further out are not.
    /// </summary>
    /// <param name="box">In pixels of the canvas.</param>
    /// <param name="line">Width of the line.</param>
    /// <param name="canvas">Where it will be drawn.</param>
    public static PixelRect OuterEdge(in BoundingBox box, int line, in YuvCanvas canvas)
    {
        var grid = canvas.Grid;
        var half = line / 2f;
        int x1 = Snap(box.X1 - half, grid), y1 = Snap(box.Y1 - half, grid);
        int x2 = Snap(box.X2 + half, grid), y2 = Snap(box.Y2 + half, grid);
        if (box.X1 >= -1) x1 = Math.Max(x1, 0);
        if (box.Y1 >= -1) y1 = Math.Max(y1, 0);
        if (box.X2 <= canvas.Width + 1) x2 = Math.Min(x2, canvas.Width);
        if (box.Y2 <= canvas.Height + 1) y2 = Math.Min(y2, canvas.Height);
        return new(x1, y1, x2, y2);
    }

    /// <summary>Draws the line inside of an outer edge.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="edge">From <see cref="OuterEdge"/>.</param>
    /// <param name="line">Its width.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="dashed">Whether it is dashed: for boxes that nobody saw.</param>
    public static void Draw(in YuvCanvas canvas, in PixelRect edge, int line, YuvColor color, bool dashed)
    {
        int right = Math.Max(edge.X1, edge.X2 - line), bottom = Math.Max(edge.Y1, edge.Y2 - line);
        if (!dashed)
        {
            canvas.Fill(edge with { Y2 = Math.Min(edge.Y2, edge.Y1 + line) }, color);
            canvas.Fill(edge with { Y1 = bottom }, color);
            canvas.Fill(new(edge.X1, edge.Y1 + line, Math.Min(edge.X2, edge.X1 + line), bottom), color);
            canvas.Fill(new(right, edge.Y1 + line, edge.X2, bottom), color);
            return;
        }

        // Only what can be seen is walked along: a predicted box may lie far outside.
        var dash = OverlayStyle.Snap(DashLines * line, canvas.Grid);
        for (var x = First(edge.X1, dash); x < Math.Min(edge.X2, canvas.Width); x += 2 * dash)
        {
            var end = Math.Min(edge.X2, x + dash);
            canvas.Fill(new(x, edge.Y1, end, Math.Min(edge.Y2, edge.Y1 + line)), color);
            canvas.Fill(new(x, bottom, end, edge.Y2), color);
        }

        for (var y = First(edge.Y1, dash); y < Math.Min(edge.Y2, canvas.Height); y += 2 * dash)
        {
            var end = Math.Min(edge.Y2, y + dash);
            canvas.Fill(new(edge.X1, y, Math.Min(edge.X2, edge.X1 + line), end), color);
            canvas.Fill(new(right, y, edge.X2, end), color);
        }
    }

    private static int First(int start, int dash) => start >= 0 ? start : start + (-start / (2 * dash) * 2 * dash);

    // Far outside the picture is as good as just outside, and the sums stay whole numbers.
    private static int Snap(float value, int grid)
        => (int)Math.Round(Math.Clamp(value, -1e6f, 1e6f) / grid, MidpointRounding.AwayFromZero) * grid;
}
