using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Models;

namespace Sluice.Core.Scene.Painting;

/// <summary>Shadows of movers on the ground: one from the sun with a soft rim, one of contact underneath.</summary>
internal static class ShadowPainter
{
    private static readonly Yuv Dark = new(18, 129, 127);

    public static void Draw(SolidPainter p, in MoverPose pose, Vec3 sun)
    {
        var look = pose.Look;
        var person = look.Kind is MoverKind.Person or MoverKind.Cyclist or MoverKind.Deer;
        double half = look.Length / 2, w = look.Width / 2;
        if (person && look.Kind == MoverKind.Person) half = w;
        if (p.Light.Shadow > 0.04)
        {
            var alpha = p.Light.Shadow * 256;
            for (var ring = 2; ring >= 0; ring--)
            {
                var grow = (ring - 1) * (person ? 0.04 : 0.09);
                Cast(p, pose, sun, half + grow, w + grow, (int)(alpha * (ring == 0 ? 0.45 : 0.32)));
            }
        }

        for (var ring = 0; ring < 3; ring++)
        {
            var grow = person ? 0.02 - ring * 0.06 : 0.16 - ring * 0.14;
            Flat(p, half + grow, w + grow, person ? 40 : 62);
        }
    }

    private static void Flat(SolidPainter p, double half, double w, int alpha) =>
        p.Ground([new(half, w * 0.8, 0), new(half * 0.9, w, 0), new(-half * 0.9, w, 0), new(-half, w * 0.8, 0),
            new(-half, -w * 0.8, 0), new(-half * 0.9, -w, 0), new(half * 0.9, -w, 0), new(half, -w * 0.8, 0)], Dark,
                alpha);

    // The hull of the footprint and the roof's outline thrown along the sun.
    private static void Cast(SolidPainter p, in MoverPose pose, Vec3 sun, double half, double w, int alpha)
    {
        var look = pose.Look;
        var s = p.ToLocal(sun);
        double height = look.Height, roof = look.Kind == MoverKind.Car ? 0.62 : 0.97,
            top = look.Kind == MoverKind.Person ? 0.6 : look.Kind == MoverKind.Cyclist ? 0.5 : 0.92;
        double dx = -s.X / s.Z * height, dy = -s.Y / s.Z * height;
        Span<Vec3> all = stackalloc Vec3[8];
        all[0] = new(half, w, 0);
        all[1] = new(half, -w, 0);
        all[2] = new(-half, -w, 0);
        all[3] = new(-half, w, 0);
        all[4] = new(half * roof + dx, w * top + dy, 0);
        all[5] = new(half * roof + dx, -w * top + dy, 0);
        all[6] = new(-half * roof + dx, -w * top + dy, 0);
        all[7] = new(-half * roof + dx, w * top + dy, 0);
        Span<Vec3> hull = stackalloc Vec3[16];
        var count = Hull(all, hull);
        if (count >= 3) p.Ground(hull[..count], Dark, alpha);
    }

    private static int Hull(Span<Vec3> points, Span<Vec3> hull)
    {
        points.Sort(static (a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var count = 0;
        for (var pass = 0; pass < 2; pass++)
        {
            var start = count;
            for (var i = 0; i < points.Length; i++)
            {
                var p = points[pass == 0 ? i : points.Length - 1 - i];
                while (count >= start + 2 && Turn(hull[count - 2], hull[count - 1], p) <= 0) count--;
                hull[count++] = p;
            }

            count--;
        }

        return count;
    }

    private static double Turn(Vec3 a, Vec3 b, Vec3 c) => (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
