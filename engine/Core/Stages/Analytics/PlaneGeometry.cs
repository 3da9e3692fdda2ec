using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>Points, lines and polygons of a displayed frame, whose y grows downwards. Nothing here depends on the frame's proportions.</summary>
internal static class PlaneGeometry
{
    /// <summary>On which side of a line a point lies: negative left of it looking from <paramref name="a"/> to <paramref name="b"/> as
    /// displayed, positive right of it, 0 on it.</summary>
    public static double Side(RelativePoint a, RelativePoint b, RelativePoint point)
        => ((b.X - a.X) * (point.Y - a.Y)) - ((b.Y - a.Y) * (point.X - a.X));

    /// <summary>Whether a step crosses a line between its ends.</summary>
    /// <param name="a">Where the line begins.</param>
    /// <param name="b">Where it ends.</param>
    /// <param name="from">Where the step begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <returns>1 to the left of the line, -1 to its right, 0 when it does not cross.</returns>
    /// <remarks>A point on the line counts as right of it, so that a path of steps crosses as often as it changes sides.</remarks>
    public static int Crossing(RelativePoint a, RelativePoint b, RelativePoint from, RelativePoint to)
    {
        double before = Side(a, b, from), after = Side(a, b, to);
        if (before < 0 == after < 0) return 0;
        var part = before / (before - after);
        double x = from.X + (part * (to.X - from.X)), y = from.Y + (part * (to.Y - from.Y));
        double dx = b.X - a.X, dy = b.Y - a.Y;
        var along = (((x - a.X) * dx) + ((y - a.Y) * dy)) / ((dx * dx) + (dy * dy));
        return along is < 0 or > 1 ? 0 : after < 0 ? 1 : -1;
    }

    /// <summary>Whether a point lies in a polygon; its upper and left edges belong to it, its lower and right ones to the neighbour.</summary>
    public static bool Contains(ReadOnlySpan<RelativePoint> polygon, RelativePoint point)
    {
        var isInside = false;
        var last = polygon[^1];
        foreach (var corner in polygon)
        {
            if (corner.Y > point.Y != last.Y > point.Y &&
                point.X < ((last.X - corner.X) * (point.Y - corner.Y) / (last.Y - corner.Y)) + corner.X)
                isInside = !isInside;
            last = corner;
        }

        return isInside;
    }

    /// <summary>Two edges of a polygon that meet where they should not.</summary>
    /// <param name="polygon">At least three corners, no two in a row the same.</param>
    /// <returns>Their numbers, each that of the corner it starts from; null when the polygon is simple.</returns>
    public static (int First, int Second)? Overlap(ReadOnlySpan<RelativePoint> polygon)
    {
        for (var i = 0; i < polygon.Length; i++)
        {
            var (a, b) = (polygon[i], polygon[(i + 1) % polygon.Length]);
            // The next edge starts where this one ends: it may only not run back along it.
            var next = (i + 1) % polygon.Length;
            var c = polygon[(i + 2) % polygon.Length];
            if (IsFlat(Side(a, b, c)) && ((a.X - b.X) * (c.X - b.X)) + ((a.Y - b.Y) * (c.Y - b.Y)) > 0) return (i, next);
            for (var j = i + 2; j < polygon.Length; j++)
            {
                if ((j + 1) % polygon.Length == i) continue;
                if (Meet(a, b, polygon[j], polygon[(j + 1) % polygon.Length])) return (i, j);
            }
        }

        return null;
    }

    private static bool Meet(RelativePoint a, RelativePoint b, RelativePoint c, RelativePoint d)
    {
        double ofC = Side(a, b, c), ofD = Side(a, b, d), ofA = Side(c, d, a), ofB = Side(c, d, b);
        if (ofC < 0 != ofD < 0 && ofA < 0 != ofB < 0 && !IsFlat(ofC) && !IsFlat(ofD) && !IsFlat(ofA) && !IsFlat(ofB)) return true;
        return (IsFlat(ofC) && IsBetween(a, b, c)) || (IsFlat(ofD) && IsBetween(a, b, d))
            || (IsFlat(ofA) && IsBetween(c, d, a)) || (IsFlat(ofB) && IsBetween(c, d, b));
    }

    private static bool IsBetween(RelativePoint a, RelativePoint b, RelativePoint point)
        => point.X >= Math.Min(a.X, b.X) && point.X <= Math.Max(a.X, b.X) && point.Y >= Math.Min(a.Y, b.Y) && point.Y <= Math.Max(a.Y, b.Y);

    // Far below a thousandth of a pixel, and above what is left of 0.1 + 0.2 - 0.3.
    private static bool IsFlat(double side) => Math.Abs(side) < 1e-12;
}
