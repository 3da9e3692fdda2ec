using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.Painting;

/// <summary>
/// One frame's working memory: three planes, a map of which object covers what at half size, and the scan converter's
/// edges. Rented by one thread at a time.
/// </summary>
internal sealed partial class FrameCanvas
{
    private const int Subs = 4;

    private readonly int[] _left;
    private readonly int[] _right;
    private readonly short[] _gains;
    private readonly int[] _cover;

    public FrameCanvas(int width, int height)
    {
        Width = width;
        Height = height;
        HalfWidth = width / 2;
        HalfHeight = height / 2;
        Y = new byte[width * height];
        U = new byte[HalfWidth * HalfHeight];
        V = new byte[HalfWidth * HalfHeight];
        Ids = new ushort[HalfWidth * HalfHeight];
        _left = new int[height * Subs];
        _right = new int[height * Subs];
        _gains = new short[width];
        _cover = new int[width + 4];
    }

    public int Width { get; }

    public int Height { get; }

    public int HalfWidth { get; }

    public int HalfHeight { get; }

    public byte[] Y { get; }

    public byte[] U { get; }

    public byte[] V { get; }

    /// <summary>Which object each 2x2 block shows: its number in the frame from 1, or 0.</summary>
    public ushort[] Ids { get; }

    /// <summary>Blocks each object still shows, by its number.</summary>
    public int[] Shown { get; private set; } = new int[64];

    /// <summary>Blocks each object would show alone, by its number.</summary>
    public int[] Covered { get; private set; } = new int[64];

    /// <summary>With this set nothing but <see cref="Ids"/> is painted.</summary>
    public bool IdsOnly { get; set; }

    /// <summary>Forgets every object; the picture stays.</summary>
    public void ClearIds(int objects)
    {
        Array.Clear(Ids);
        if (Shown.Length <= objects)
        {
            Shown = new int[objects * 2];
            Covered = new int[objects * 2];
        }

        Array.Clear(Shown);
        Array.Clear(Covered);
    }

    /// <summary>Fills a convex polygon with soft edges.</summary>
    /// <param name="points">Corners in order, either way round.</param>
    /// <param name="top">Colour of its highest row.</param>
    /// <param name="bottomLuma">Luma of its lowest row; rows between are graded.</param>
    /// <param name="alpha">0 to 256.</param>
    /// <param name="id">The object to note in <see cref="Ids"/>, 0 for none.</param>
    public void Fill(ReadOnlySpan<PxPoint> points, Yuv top, byte bottomLuma, int alpha, int id)
    {
        if (IdsOnly && id == 0) return;
        if (!ScanConvert(points, id, out var first, out var last)) return;
        if (!IdsOnly) FillLuma(first, last, top.Y, bottomLuma, alpha);
        FillChroma(first, last, top, alpha, id);
    }

    /// <summary>Notes where static things in front hide the objects behind them.</summary>
    public void EraseIds(int row, int from, int to)
    {
        for (var i = row * HalfWidth + from; i < row * HalfWidth + to; i++)
        {
            if (Ids[i] == 0) continue;
            Shown[Ids[i]]--;
            Ids[i] = 0;
        }
    }

    private bool ScanConvert(ReadOnlySpan<PxPoint> points, int id, out int first, out int last)
    {
        double low = double.MaxValue, high = double.MinValue, leftmost = double.MaxValue, rightmost = double.MinValue;
        foreach (var p in points)
        {
            low = Math.Min(low, p.Y);
            high = Math.Max(high, p.Y);
            leftmost = Math.Min(leftmost, p.X);
            rightmost = Math.Max(rightmost, p.X);
        }

        (first, last) = (0, -1);
        if (rightmost <= 0 || leftmost >= Width || low >= Height || high <= 0) return false;
        // A detail of a fraction of a pixel changes nothing that noise would not hide.
        if (id == 0 && (rightmost - leftmost) * (high - low) < 0.6) return false;
        first = (int)Math.Max(0, Math.Ceiling(low * Subs - 0.5));
        last = (int)Math.Min(Height * Subs - 1, Math.Ceiling(high * Subs - 0.5) - 1);
        if (first > last) return false;
        _left.AsSpan(first, last - first + 1).Fill(int.MaxValue);
        _right.AsSpan(first, last - first + 1).Fill(int.MinValue);
        var a = points[^1];
        foreach (var b in points)
        {
            Edge(a, b, first, last);
            a = b;
        }

        return true;
    }

    private void Edge(PxPoint a, PxPoint b, int first, int last)
    {
        if (a.Y > b.Y) (a, b) = (b, a);
        var from = (int)Math.Max(first, Math.Ceiling(a.Y * Subs - 0.5));
        var to = (int)Math.Min(last, Math.Ceiling(b.Y * Subs - 0.5) - 1);
        if (from > to) return;
        var slope = (b.X - a.X) / (b.Y - a.Y);
        var x = (long)((a.X + ((from + 0.5) / Subs - a.Y) * slope) * 65536);
        var step = (long)(slope / Subs * 65536);
        if (Math.Min(a.X, b.X) >= 0 && Math.Max(a.X, b.X) <= Width)
        {
            for (var k = from; k <= to; k++, x += step) Reach(k, (int)(x >> 8));
            return;
        }

        for (var k = from; k <= to; k++, x += step) Reach(k, (int)Math.Clamp(x >> 8, -256, (long)(Width + 1) << 8));
    }

    private void Reach(int k, int at)
    {
        if (at < _left[k]) _left[k] = at;
        if (at > _right[k]) _right[k] = at;
    }
}
