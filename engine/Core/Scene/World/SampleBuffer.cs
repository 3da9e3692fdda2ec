using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.World;

/// <summary>Which static polygon each of the nine samples of a pixel sees, by inverse depth.</summary>
internal sealed class SampleBuffer(SceneCamera camera, int margin)
{
    /// <summary>Samples per pixel in either direction.</summary>
    public const int Grid = 3;

    private readonly double[] _left = new double[(camera.HeightPx + 2 * margin) * Grid];
    private readonly double[] _right = new double[(camera.HeightPx + 2 * margin) * Grid];

    public int Width { get; } = (camera.WidthPx + 2 * margin) * Grid;

    public int Height { get; } = (camera.HeightPx + 2 * margin) * Grid;

    /// <summary>Index of the polygon plus one; 0 is the sky.</summary>
    public ushort[] Ids { get; } = new ushort[(camera.WidthPx + 2 * margin) * Grid * (camera.HeightPx + 2 * margin) * Grid];

    private readonly float[] _near = new float[(camera.WidthPx + 2 * margin) * Grid * (camera.HeightPx + 2 * margin) * Grid];

    public void Draw(StaticPolygon polygon, int id)
    {
        Span<Vec3> clipped = stackalloc Vec3[20];
        var count = Clip(polygon.Corners, clipped);
        if (count < 3) return;
        Span<(double X, double Y)> points = stackalloc (double, double)[20];
        double low = double.MaxValue, high = double.MinValue;
        for (var i = 0; i < count; i++)
        {
            var at = camera.Project(clipped[i]);
            points[i] = ((at.X + margin) * Grid, (at.Y + margin) * Grid);
            low = Math.Min(low, points[i].Y);
            high = Math.Max(high, points[i].Y);
        }

        int first = (int)Math.Max(0, Math.Ceiling(low - 0.5)), last = (int)Math.Min(Height - 1,
            Math.Ceiling(high - 0.5) - 1);
        if (first > last) return;
        for (var y = first; y <= last; y++) (_left[y], _right[y]) = (double.MaxValue, double.MinValue);
        for (var i = 0; i < count; i++) Edge(points[i], points[(i + 1) % count], first, last);
        Rows(polygon, id, first, last);
    }

    private void Rows(StaticPolygon polygon, int id, int first, int last)
    {
        var c = polygon.Corners;
        var normal = (c[1] - c[0]).Cross(c[2] - c[0]);
        var offset = normal.Dot(c[0] - camera.Position);
        if (Math.Abs(offset) < 1e-9) return;
        // Along a row the inverse depth of a plane is linear, so two values give all.
        for (var y = first; y <= last; y++)
        {
            int from = (int)Math.Max(0, Math.Ceiling(_left[y] - 0.5)),
                to = (int)Math.Min(Width - 1, Math.Ceiling(_right[y] - 0.5) - 1);
            if (from > to) continue;
            var near = Inverse(from, y);
            var step = (Inverse(from + 1000, y) - near) / 1000;
            for (int x = from, i = y * Width + from; x <= to; x++, i++, near += step)
            {
                if (polygon.IsGround)
                {
                    Ids[i] = (ushort)id;
                }
                else if (near > _near[i])
                {
                    Ids[i] = (ushort)id;
                    _near[i] = (float)near;
                }
            }
        }

        double Inverse(double x, double y) =>
            normal.Dot(camera.Ray((x + 0.5) / Grid - margin, (y + 0.5) / Grid - margin)) / offset;
    }

    private void Edge((double X, double Y) a, (double X, double Y) b, int first, int last)
    {
        if (a.Y > b.Y) (a, b) = (b, a);
        int from = (int)Math.Max(first, Math.Ceiling(a.Y - 0.5)), to = (int)Math.Min(last, Math.Ceiling(b.Y - 0.5) - 1);
        var slope = (b.X - a.X) / (b.Y - a.Y);
        for (var y = from; y <= to; y++)
        {
            var x = a.X + (y + 0.5 - a.Y) * slope;
            if (x < _left[y]) _left[y] = x;
            if (x > _right[y]) _right[y] = x;
        }
    }

    private int Clip(Vec3[] corners, Span<Vec3> clipped)
    {
        var count = 0;
        var a = corners[^1];
        var da = camera.Depth(a) - SceneCamera.Near;
        foreach (var b in corners)
        {
            var db = camera.Depth(b) - SceneCamera.Near;
            if (da < 0 != db < 0) clipped[count++] = Vec3.Lerp(a, b, da / (da - db));
            if (db >= 0) clipped[count++] = b;
            (a, da) = (b, db);
        }

        return count;
    }
}
