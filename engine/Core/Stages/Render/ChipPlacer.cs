namespace Sluice.Core.Stages.Render;

/// <summary>Finds room for the labels of boxes: the best one first, so that it gets the best place.</summary>
/// <param name="placed">Where to keep what is placed; labels beyond its length may overlap.</param>
/// <param name="width">The picture's columns.</param>
/// <param name="height">The picture's rows.</param>
internal ref struct ChipPlacer(Span<PixelRect> placed, int width, int height)
{
    private readonly Span<PixelRect> _placed = placed;
    private int _count;

    /// <summary>Keeps a place free of labels.</summary>
    /// <param name="rect">The place.</param>
    public void Reserve(in PixelRect rect)
    {
        if (_count < _placed.Length) _placed[_count++] = rect;
    }

    /// <summary>
    /// Places a label: above the box, else inside at its top, else below, else inside at its bottom, else a label's height further off;
    /// above or inside all the same where every place is taken. Always inside the picture if it fits there at all.
    /// </summary>
    /// <param name="box">The box's outer edge.</param>
    /// <param name="line">Width of its line.</param>
    /// <param name="chipWidth">Columns of the label.</param>
    /// <param name="chipHeight">Rows of the label.</param>
    /// <param name="grid">Pixels that share a chroma sample.</param>
    public PixelRect Place(in PixelRect box, int line, int chipWidth, int chipHeight, int grid)
    {
        var room = Math.Max(0, width - chipWidth) / grid * grid;
        var x = Math.Clamp(box.X1, 0, room);
        int above = box.Y1 - chipHeight, inside = Math.Max(0, box.Y1 + line);
        Span<int> rows = [above, inside, box.Y2, box.Y2 - line - chipHeight, above - chipHeight, inside + chipHeight];
        foreach (var y in rows)
        {
            var chip = new PixelRect(x, y, x + chipWidth, y + chipHeight);
            if (y < 0 || chip.Y2 > height || IsTaken(chip)) continue;
            Reserve(chip);
            return chip;
        }

        var top = Math.Clamp(above >= 0 ? above : inside, 0, Math.Max(0, height - chipHeight) / grid * grid);
        return new(x, top, x + chipWidth, top + chipHeight);
    }

    private readonly bool IsTaken(in PixelRect chip)
    {
        foreach (ref readonly var other in _placed[.._count])
            if (other.Overlaps(chip)) return true;
        return false;
    }
}
