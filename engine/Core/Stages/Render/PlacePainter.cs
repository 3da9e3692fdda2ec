using Sluice.Abstractions;

namespace Sluice.Core.Stages.Render;

/// <summary>Draws watched zones and lines with their names and counts.</summary>
internal static class PlacePainter
{
    private const int CornersOnStack = 64;
    private const int FillAlpha = 36;
    private const int CrowdedAlpha = 72;
    private const int HaloAlpha = 120;

    /// <summary>Draws the shape of a place, to lie below the boxes.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="place">The place.</param>
    /// <param name="style">The measures.</param>
    /// <param name="palette">The colours.</param>
    public static void Draw(in YuvCanvas canvas, PlaceState place, in OverlayStyle style, Palette palette)
    {
        var count = place.Points.Length;
        Span<double> xs = count <= CornersOnStack ? stackalloc double[count] : new double[count];
        Span<double> ys = count <= CornersOnStack ? stackalloc double[count] : new double[count];
        for (var i = 0; i < count; i++) (xs[i], ys[i]) = (place.Points[i].X * canvas.Width, place.Points[i].Y * canvas.Height);
        var color = ColorOf(place, palette);
        if (!place.IsLine) ShapePainter.Fill(canvas, xs, ys, color, place.IsCrowded ? CrowdedAlpha : FillAlpha);
        // A dark rim all around first: the line shows on snow as well as on asphalt.
        Outline(canvas, xs, ys, place.IsLine, style.Line + 2, palette.Black, HaloAlpha);
        if (place.IsLine) Arrow(canvas, xs, ys, style, style.Line + 2, palette.Black, HaloAlpha);
        Outline(canvas, xs, ys, place.IsLine, style.Line, color, 255);
        if (place.IsLine) Arrow(canvas, xs, ys, style, style.Line, color, 255);
    }

    /// <summary>Writes the name and counts of a place beside it.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="place">The place.</param>
    /// <param name="style">The measures.</param>
    /// <param name="palette">The colours.</param>
    /// <param name="placer">Finds room.</param>
    public static void Write(in YuvCanvas canvas, PlaceState place, in OverlayStyle style, Palette palette, scoped ref ChipPlacer placer)
    {
        Span<char> text = stackalloc char[OverlayText.MaxLength];
        text = text[..OverlayText.Place(text, place)];
        var first = place.Points[0];
        // Where reading begins: the leftmost end of a line, the highest corner of a zone.
        foreach (var point in place.Points)
            if (place.IsLine ? point.X < first.X : point.Y < first.Y || (point.Y == first.Y && point.X < first.X)) first = point;
        int grid = canvas.Grid, x = (int)(first.X * canvas.Width) / grid * grid, y = (int)(first.Y * canvas.Height) / grid * grid;
        var color = ColorOf(place, palette);
        var chip = placer.Place(new(x, y - style.Line, x, y + style.Line), style.Line, style.ChipWidth(text, grid), style.ChipHeight(grid), grid);
        canvas.Fill(chip, color);
        canvas.Write(text, chip.X1 + style.Pad, chip.Y1 + style.Baseline(grid), style.Face, palette.TextOn(color));
    }

    private static YuvColor ColorOf(PlaceState place, Palette palette)
        => place.IsLine ? palette.Line : place.IsCrowded ? palette.Alert : palette.Zone;

    private static void Outline(in YuvCanvas canvas, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, bool isLine, int width, YuvColor color, int alpha)
    {
        for (var i = 0; i < (isLine ? 1 : xs.Length); i++)
        {
            var next = (i + 1) % xs.Length;
            ShapePainter.Line(canvas, xs[i], ys[i], xs[next], ys[next], width, color, alpha);
        }
    }

    /// <summary>From the middle of a line to the side that is in.</summary>
    private static void Arrow(
        in YuvCanvas canvas, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, in OverlayStyle style, int width, YuvColor color, int alpha)
    {
        double dx = xs[1] - xs[0], dy = ys[1] - ys[0], length = Math.Sqrt((dx * dx) + (dy * dy));
        if (length < 1) return;
        double x = (xs[0] + xs[1]) / 2, y = (ys[0] + ys[1]) / 2;
        // Along the line, and to its left as displayed.
        double ax = dx / length, ay = dy / length, nx = ay, ny = -ax, size = style.Face.SizePx * 1.25, head = size * 0.4;
        double tipX = x + (nx * size), tipY = y + (ny * size);
        ShapePainter.Line(canvas, x, y, tipX, tipY, width, color, alpha);
        for (var side = -1; side <= 1; side += 2)
        {
            double backX = tipX - (nx * head) + (side * ax * head), backY = tipY - (ny * head) + (side * ay * head);
            ShapePainter.Line(canvas, tipX, tipY, backX, backY, width, color, alpha);
        }
    }
}
