using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Render;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>
/// Makes objects of chosen classes unrecognisable. What is left of one is at most 6 x 6 averages, laid out by the box and smoothed over, so
/// that there is nothing to sharpen: the detail is gone and not just spread.
/// </summary>
/// <param name="labels">The classes.</param>
internal sealed class PrivacyBlur(IReadOnlyCollection<string> labels)
{
    // Six cells across a face leave nobody to recognise; a cell of 8 pixels leaves no letter of a plate.
    private const int MostCells = 6, LeastCellPx = 8;

    // Detectors cut hair, chins and the edges of plates.
    private const float Margin = 0.15f;
    private readonly HashSet<string> _labels = new(labels, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anything in a frame is to be made unrecognisable.</summary>
    public bool Applies(ImmutableArray<Detection> detections)
    {
        if (_labels.Count == 0) return false;
        foreach (ref readonly var detection in detections.AsSpan())
            if (_labels.Contains(detection.Label)) return true;
        return false;
    }

    /// <summary>Draws over every object of the classes.</summary>
    /// <param name="upright">A copy, as displayed, with planes of bytes.</param>
    /// <param name="detections">What is in it.</param>
    public void Apply(AvFrame upright, ImmutableArray<Detection> detections)
    {
        foreach (ref readonly var detection in detections.AsSpan())
            if (_labels.Contains(detection.Label)) Cover(upright, detection.Box);
    }

    private static void Cover(AvFrame picture, in BoundingBox box)
    {
        var margin = Math.Max(2, Margin * Math.Max(box.Width, box.Height));
        var area = new PixelRect((int)MathF.Floor(box.X1 - margin), (int)MathF.Floor(box.Y1 - margin), (int)MathF.Ceiling(box.X2 + margin), (int)MathF.Ceiling(box.Y2 + margin))
            .Clip(picture.Width, picture.Height);
        if (area.IsEmpty) return;
        var columns = Math.Clamp(area.Width / LeastCellPx, 1, MostCells);
        var rows = Math.Clamp(area.Height / LeastCellPx, 1, MostCells);
        var format = picture.Format;
        Span<float> cells = stackalloc float[MostCells * MostCells];
        for (var plane = 0; plane < picture.PlaneCount; plane++)
        {
            var isChroma = plane > 0;
            var (shiftX, shiftY) = isChroma ? (format.ChromaShiftX, format.ChromaShiftY) : (0, 0);
            // The second plane of NV12 has two samples to a column.
            var step = isChroma && picture.PlaneCount == 2 ? 2 : 1;
            var part = new PixelRect(area.X1 >> shiftX, area.Y1 >> shiftY, -(-area.X2 >> shiftX), -(-area.Y2 >> shiftY))
                .Clip(picture.RowBytes(plane) / step, picture.PlaneHeight(plane));
            for (var offset = 0; offset < step; offset++)
            {
                Average(picture, plane, part, step, offset, cells, columns, rows);
                Paint(picture, plane, part, step, offset, cells, columns, rows);
            }
        }
    }

    private static void Average(AvFrame picture, int plane, in PixelRect part, int step, int offset, Span<float> cells, int columns, int rows)
    {
        var bytes = picture.Plane(plane);
        var stride = picture.Stride(plane);
        for (var row = 0; row < rows; row++)
        {
            int top = part.Y1 + (part.Height * row / rows), bottom = Math.Max(top + 1, part.Y1 + (part.Height * (row + 1) / rows));
            for (var column = 0; column < columns; column++)
            {
                int left = part.X1 + (part.Width * column / columns), right = Math.Max(left + 1, part.X1 + (part.Width * (column + 1) / columns));
                long sum = 0;
                for (var y = top; y < Math.Min(bottom, part.Y2); y++)
                    for (var x = left; x < Math.Min(right, part.X2); x++) sum += bytes[(y * stride) + (x * step) + offset];
                var count = Math.Max(1, (Math.Min(bottom, part.Y2) - top) * (Math.Min(right, part.X2) - left));
                // Eight grey levels apart at least: averages of many frames give no more than one does.
                cells[(row * columns) + column] = MathF.Round(sum / (float)count / 8) * 8;
            }
        }
    }

    // Between the middles of cells the value runs evenly, so that no edge of a cell draws the eye of a detector.
    private static void Paint(AvFrame picture, int plane, in PixelRect part, int step, int offset, ReadOnlySpan<float> cells, int columns, int rows)
    {
        var bytes = picture.WritablePlane(plane);
        var stride = picture.Stride(plane);
        for (var y = part.Y1; y < part.Y2; y++)
        {
            var (row, below, down) = Between(y - part.Y1, part.Height, rows);
            for (var x = part.X1; x < part.X2; x++)
            {
                var (column, next, right) = Between(x - part.X1, part.Width, columns);
                var upper = cells[(row * columns) + column] + (right * (cells[(row * columns) + next] - cells[(row * columns) + column]));
                var lower = cells[(below * columns) + column] + (right * (cells[(below * columns) + next] - cells[(below * columns) + column]));
                bytes[(y * stride) + (x * step) + offset] = (byte)Math.Clamp(upper + (down * (lower - upper)), 0, 255);
            }
        }
    }

    private static (int Cell, int Next, float Share) Between(int at, int length, int cells)
    {
        var place = (((at + 0.5f) * cells) / length) - 0.5f;
        if (place <= 0) return (0, 0, 0);
        if (place >= cells - 1) return (cells - 1, cells - 1, 0);
        var cell = (int)place;
        return (cell, cell + 1, place - cell);
    }
}
