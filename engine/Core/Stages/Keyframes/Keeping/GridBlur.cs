using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>Takes what is to be unrecognisable out of a reduced picture, before anything is computed of it: neither vector nor state knows more than its mean.</summary>
/// <param name="labels">The classes.</param>
internal sealed class GridBlur(IEnumerable<string> labels)
{
    private const float Margin = 0.15f;
    private readonly HashSet<string> _labels = new(labels, StringComparer.Ordinal);

    /// <summary>Evens out every object of the classes; allocates nothing.</summary>
    /// <param name="grid">Of the frame.</param>
    /// <param name="frame">Borrowed; has a picture.</param>
    public void Apply(LumaGrid grid, Frame frame)
    {
        float width = Math.Max(1, frame.DisplayWidth), height = Math.Max(1, frame.DisplayHeight);
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (!_labels.Contains(detection.Label)) continue;
            var box = detection.Box;
            var margin = Math.Max(2, Margin * Math.Max(box.Width, box.Height));
            var (left, top) = CodedPlace.Of((box.X1 - margin) / width, (box.Y1 - margin) / height, frame.Rotation);
            var (right, bottom) = CodedPlace.Of((box.X2 + margin) / width, (box.Y2 + margin) / height, frame.Rotation);
            if (left > right) (left, right) = (right, left);
            if (top > bottom) (top, bottom) = (bottom, top);
            Even(grid.Luma, LumaGrid.LumaSide, left, top, right, bottom);
            Even(grid.Cb, LumaGrid.ChromaSide, left, top, right, bottom);
            Even(grid.Cr, LumaGrid.ChromaSide, left, top, right, bottom);
        }
    }

    private static void Even(byte[] cells, int side, float left, float top, float right, float bottom)
    {
        var (x1, y1) = (Math.Clamp((int)MathF.Floor(left * side), 0, side), Math.Clamp((int)MathF.Floor(top * side), 0, side));
        var (x2, y2) = (Math.Clamp((int)MathF.Ceiling(right * side), x1, side), Math.Clamp((int)MathF.Ceiling(bottom * side), y1, side));
        if (x1 == x2 || y1 == y2) return;
        var sum = 0;
        for (var y = y1; y < y2; y++)
            foreach (var cell in cells.AsSpan((y * side) + x1, x2 - x1)) sum += cell;
        var mean = (byte)(sum / ((x2 - x1) * (y2 - y1)));
        for (var y = y1; y < y2; y++) cells.AsSpan((y * side) + x1, x2 - x1).Fill(mean);
    }
}
