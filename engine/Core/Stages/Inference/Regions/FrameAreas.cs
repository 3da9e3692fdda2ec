using Sluice.Core.Stages.Inference.Preprocessing;

namespace Sluice.Core.Stages.Inference.Regions;

/// <summary>The parts of a frame that a model looks at: all of it, a region, or overlapping tiles of either. One thread at a time.</summary>
/// <param name="region">x1, y1, x2, y2 in shares of the displayed frame; null for all of it.</param>
/// <param name="tiles">How it is cut; null for not at all.</param>
public sealed class FrameAreas(IReadOnlyList<double>? region, TileOptions? tiles)
{
    private static readonly PictureArea?[] All = [null];
    private PictureArea?[] _areas = [];
    private (int Width, int Height) _size;

    /// <summary>The whole frame, once.</summary>
    public static FrameAreas Whole { get; } = new(null, null);

    /// <summary>Whether objects may be seen in several parts.</summary>
    public bool Overlaps => tiles != null;

    /// <summary>The parts of a frame.</summary>
    /// <param name="width">Columns of the displayed frame.</param>
    /// <param name="height">Rows of the displayed frame.</param>
    /// <returns>At least one; null for the whole frame. Valid until the next call.</returns>
    public ReadOnlySpan<PictureArea?> Of(int width, int height)
    {
        if (region == null && tiles == null) return All;
        if (_size == (width, height)) return _areas;
        var outer = Outer(width, height);
        PictureArea? whole = outer == new PictureArea(0, 0, width, height) ? null : outer;
        if (tiles == null) _areas = [whole];
        else
        {
            var columns = Cuts(outer.X, outer.Width, tiles.Columns, tiles.Overlap);
            var rows = Cuts(outer.Y, outer.Height, tiles.Rows, tiles.Overlap);
            _areas =
            [
                .. tiles.Whole ? [whole] : Array.Empty<PictureArea?>(),
                .. from row in rows from column in columns select (PictureArea?)new PictureArea(column.Start, row.Start, column.Length, row.Length),
            ];
        }

        _size = (width, height);
        return _areas;
    }

    private PictureArea Outer(int width, int height)
    {
        if (region == null) return new(0, 0, width, height);
        var left = Math.Clamp((int)Math.Round(region[0] * width), 0, width - 1);
        var top = Math.Clamp((int)Math.Round(region[1] * height), 0, height - 1);
        var right = Math.Clamp((int)Math.Round(region[2] * width), left + 1, width);
        var bottom = Math.Clamp((int)Math.Round(region[3] * height), top + 1, height);
        return new(left, top, right - left, bottom - top);
    }

    // Equal tiles that reach from end to end: length = tile (count - (count - 1) overlap).
    private static (int Start, int Length)[] Cuts(int start, int length, int count, double overlap)
    {
        var tile = Math.Min(length, (int)Math.Ceiling(length / (count - ((count - 1) * overlap))));
        var cuts = new (int, int)[count];
        for (var i = 0; i < count; i++)
            cuts[i] = (start + (count == 1 ? 0 : (int)Math.Round((double)(length - tile) * i / (count - 1))), tile);
        return cuts;
    }
}
