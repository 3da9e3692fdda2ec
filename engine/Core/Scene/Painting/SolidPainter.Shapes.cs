using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.Painting;

internal sealed partial class SolidPainter
{
    private const int RoundCorners = 10;

    /// <summary>A box between two corners.</summary>
    public void Box(Vec3 low, Vec3 high, Rgb albedo)
    {
        var inside = (low + high) * 0.5;
        Face([new(low.X, low.Y, low.Z), new(high.X, low.Y, low.Z), new(high.X, low.Y, high.Z),
            new(low.X, low.Y, high.Z)], inside, albedo);
        Face([new(low.X, high.Y, low.Z), new(high.X, high.Y, low.Z), new(high.X, high.Y, high.Z),
            new(low.X, high.Y, high.Z)], inside, albedo);
        Face([new(low.X, low.Y, low.Z), new(low.X, high.Y, low.Z), new(low.X, high.Y, high.Z),
            new(low.X, low.Y, high.Z)], inside, albedo);
        Face([new(high.X, low.Y, low.Z), new(high.X, high.Y, low.Z), new(high.X, high.Y, high.Z),
            new(high.X, low.Y, high.Z)], inside, albedo);
        Face([new(low.X, low.Y, high.Z), new(high.X, low.Y, high.Z), new(high.X, high.Y, high.Z),
            new(low.X, high.Y, high.Z)], inside, albedo);
    }

    /// <summary>A rounded stick between two points, thicker or thinner at the ends: limbs, poles, frames.</summary>
    public void Limb(Vec3 a, Vec3 b, double radiusA, double radiusB, Rgb albedo)
    {
        var (ax, ay, ad) = Project(a);
        var (bx, by, bd) = Project(b);
        if (ad < SceneCamera.Near || bd < SceneCamera.Near) return;
        double ra = radiusA * camera.FocalPx / ad, rb = radiusB * camera.FocalPx / bd;
        double dx = bx - ax, dy = by - ay, length = Math.Sqrt(dx * dx + dy * dy);
        var nx = length > 1e-6 ? -dy / length : 1;
        var ny = length > 1e-6 ? dx / length : 0;
        var along = (b - a).Unit();
        var side = (_eye - a - along * (_eye - a).Dot(along)).Unit();
        var top = Shade(albedo, (side + new Vec3(0, 0, 0.35)).Unit()).ToYuv();
        var dark = (byte)(16 + (top.Y - 16) * 0.88);
        ReadOnlySpan<PxPoint> body =
        [
            new(ax + nx * ra, ay + ny * ra), new(bx + nx * rb, by + ny * rb),
            new(bx - nx * rb, by - ny * rb), new(ax - nx * ra, ay - ny * ra),
        ];
        Canvas.Fill(body, top, dark, 256, _id);
        foreach (var p in body) Grow(p.X, p.Y);
        if (ra > 1) Round(ax, ay, ra, ra, top, dark);
        if (rb > 1) Round(bx, by, rb, rb, top, dark);
    }

    /// <summary>A ball.</summary>
    public void Ball(Vec3 centre, double radius, Rgb albedo)
    {
        var (x, y, depth) = Project(centre);
        if (depth < SceneCamera.Near) return;
        var r = radius * camera.FocalPx / depth;
        var top = Shade(albedo, ((_eye - centre).Unit() + new Vec3(0, 0, 0.6)).Unit()).ToYuv();
        Round(x, y, r, r, top, (byte)(16 + (top.Y - 16) * 0.78));
    }

    /// <summary>A wheel standing in the solid's long plane at <paramref name="centre"/>, facing left or right.</summary>
    public void Wheel(Vec3 centre, double radius, bool faceLeft)
    {
        var normal = new Vec3(0, faceLeft ? 1 : -1, 0);
        if (normal.Dot(_eye - centre) <= 0) return;
        Span<Vec3> rim = stackalloc Vec3[RoundCorners];
        Circle(centre, radius * 1.18, rim);
        Decal(rim, Rgb.Grey(16), normal);
        Circle(centre, radius, rim);
        Paint(rim, Rgb.Grey(38), normal, 256, _id);
        if (radius * PxPerMetre < 4) return;
        Circle(centre, radius * 0.6, rim);
        Decal(rim, Rgb.Grey(168), normal);
        Circle(centre, radius * 0.2, rim);
        Decal(rim, Rgb.Grey(70), normal);
    }

    /// <summary>An open ring in the long plane: a bicycle's wheel.</summary>
    public void Ring(Vec3 centre, double radius, double thickness, Rgb albedo)
    {
        Span<Vec3> rim = stackalloc Vec3[RoundCorners + 2];
        Circle(centre, radius, rim);
        var sides = new Vec3(0, Eye.Y > centre.Y ? 1 : -1, 0);
        Decal(rim, Rgb.Grey(120), sides, 40);
        for (var i = 0; i < rim.Length; i++) Limb(rim[i], rim[(i + 1) % rim.Length], thickness, thickness, albedo);
    }

    /// <summary>A round lamp that shines, with a halo.</summary>
    public void Lamp(Vec3 centre, double radius, Rgb emission, double halo)
    {
        var (x, y, depth) = Project(centre);
        if (depth < SceneCamera.Near) return;
        var r = radius * camera.FocalPx / depth;
        var colour = emission.ToYuv();
        Round(x, y, r, r, colour, colour.Y);
        if (halo > 0)
            Canvas.Glow(x, y, r * 4, r * 4, 110 * halo, (colour.U - 128) * 0.5 * halo, (colour.V - 128) * 0.5 * halo);
    }

    private static void Circle(Vec3 centre, double radius, Span<Vec3> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            var angle = 2 * Math.PI * i / into.Length;
            into[i] = centre + new Vec3(SceneMath.Cos(angle) * radius, 0, SceneMath.Sin(angle) * radius);
        }
    }

    private void Round(double x, double y, double rx, double ry, Yuv top, byte bottom)
    {
        Span<PxPoint> points = stackalloc PxPoint[RoundCorners];
        // Six corners look as round as ten where there are hardly more pixels.
        if (rx < 3) points = points[..6];
        for (var i = 0; i < points.Length; i++)
        {
            var angle = 2 * Math.PI * i / points.Length;
            points[i] = new PxPoint(x + SceneMath.Cos(angle) * rx, y + SceneMath.Sin(angle) * ry);
            Grow(points[i].X, points[i].Y);
        }

        Canvas.Fill(points, top, bottom, 256, _id);
    }
}
