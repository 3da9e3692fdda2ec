using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene.Models;

/// <summary>Hatchback, saloon, off-roader and estate from one set of outlines.</summary>
internal static class CarModel
{
    // Nose to tail, as shares of the length: bonnet's edge, foot of the windscreen, roof's front and rear end, foot of the
    // rear window.
    private static readonly double[][] Outlines =
    [
        [0.47, 0.22, 0.02, -0.36, -0.47],
        [0.46, 0.20, 0.03, -0.20, -0.36],
        [0.47, 0.24, 0.07, -0.42, -0.485],
        [0.46, 0.21, 0.03, -0.38, -0.48],
    ];

    public static void Draw(SolidPainter p, in MoverPose pose)
    {
        var look = pose.Look;
        double half = look.Length / 2, w = look.Width / 2, h = look.Height;
        var outline = Outlines[look.Variant];
        var belt = h * 0.62;
        var clear = look.Variant == 2 ? 0.3 : 0.2;
        var paint = look.Paint;
        var inside = new Vec3(0, 0, h * 0.4);
        double nose = outline[0] * look.Length, screen = outline[1] * look.Length, tail = -half * 0.985;
        double bonnetZ = belt * 0.86, noseZ = belt * 0.74, tailZ = look.Variant == 1 ? belt * 0.98 : belt;

        if (p.Face([new(half, -w * 0.9, clear), new(half, w * 0.9, clear), new(nose, w * 0.94, noseZ),
            new(nose, -w * 0.94, noseZ)], inside, paint))
            Front(p, pose, half, w, clear, nose, noseZ);
        if (p.Face([new(-half, -w * 0.9, clear), new(-half, w * 0.9, clear), new(tail, w * 0.95, tailZ),
            new(tail, -w * 0.95, tailZ)], inside, paint))
            Rear(p, pose, half, w, clear, tail, tailZ);
        p.Face([new(nose, -w * 0.94, noseZ), new(nose, w * 0.94, noseZ), new(screen, w * 0.97, bonnetZ + 0.07),
            new(screen, -w * 0.97, bonnetZ + 0.07)], inside, paint);
        if (look.Variant == 1)
            p.Face([new(outline[4] * look.Length, -w * 0.95, belt), new(outline[4] * look.Length, w * 0.95, belt),
                new(tail, w * 0.95, tailZ), new(tail, -w * 0.95, tailZ)], inside, paint);
        for (var side = -1; side <= 1; side += 2)
            Side(p, pose, side, outline, w, clear, noseZ, bonnetZ, belt, tail, tailZ);
        Cabin(p, pose, outline, w, belt, bonnetZ + 0.07, h);
        if ((pose.Event & RareEvent.Emergency) != 0)
            p.Box(new(-0.25, -0.55, h), new(0.05, 0.55, h + 0.12), Rgb.Of(40, 60, 150));
    }

    private static void Side(
        SolidPainter p, in MoverPose pose, int side, double[] outline, double w, double clear, double noseZ,
            double bonnetZ,
        double belt, double tail, double tailZ)
    {
        var look = pose.Look;
        double half = look.Length / 2, y = side * w;
        double screen = outline[1] * look.Length;
        var normal = new Vec3(0, side, 0);
        if (!p.Face([new(half, y * 0.93, clear), new(outline[0] * look.Length, y * 0.97, noseZ),
            new(screen, y, bonnetZ + 0.07),
                new(outline[4] * look.Length, y, belt), new(tail, y * 0.97, tailZ), new(-half, y * 0.93, clear)],
                new Vec3(0, 0, 0.5), look.Paint)) return;
        var fine = p.PxPerMetre > 16;
        p.Decal([new(half * 0.97, y, clear), new(half * 0.97, y, clear + 0.1), new(-half * 0.97, y, clear + 0.1),
            new(-half * 0.97, y, clear)], Rgb.Grey(30), normal);
        if (pose.Event.HasFlag(RareEvent.Emergency)) Checks(p, look, y, belt, normal);
        if (fine)
        {
            foreach (var x in (ReadOnlySpan<double>)[screen - 0.05, -0.06 * look.Length,
                outline[3] * look.Length * 0.92])
                p.Decal([new(x, y, clear + 0.12), new(x, y, belt), new(x - 0.03, y, belt),
                    new(x - 0.03, y, clear + 0.12)], Rgb.Grey(18), normal, 150);
            foreach (var x in (ReadOnlySpan<double>)[0.0, -0.2 * look.Length])
                p.Decal([new(x - 0.05, y, belt * 0.84), new(x - 0.05, y, belt * 0.87), new(x - 0.22, y, belt * 0.87),
                    new(x - 0.22, y, belt * 0.84)], Rgb.Grey(20), normal, 170);
        }

        var radius = look.Variant == 2 ? 0.36 : 0.32;
        p.Wheel(new(look.Length * 0.305, y * 1.01, radius), radius, side > 0);
        p.Wheel(new(look.Length * -0.3, y * 1.01, radius), radius, side > 0);
    }

    private static void Checks(SolidPainter p, MoverLook look, double y, double belt, Vec3 normal)
    {
        for (var i = 0; i < 8; i++)
        {
            var x = look.Length * (0.4 - 0.1 * i);
            p.Decal([new(x, y, belt * 0.5), new(x, y, belt * 0.86), new(x - look.Length * 0.1, y, belt * 0.86),
                new(x - look.Length * 0.1, y, belt * 0.5)],
                i % 2 == 0 ? look.Accent : Rgb.Of(214, 224, 60), normal);
        }
    }

    private static void Front(SolidPainter p, in MoverPose pose, double half, double w, double clear, double nose,
        double noseZ)
    {
        var normal = new Vec3(1, 0, 0.1);
        Span<Vec3> quad = stackalloc Vec3[4];
        Band(quad, half, nose, clear, noseZ, -w * 0.5, w * 0.5, 0.3, 0.72);
        p.Decal(quad, Rgb.Grey(24), normal);
        Band(quad, half, nose, clear, noseZ, -w * 0.9, w * 0.9, 0, 0.18);
        p.Decal(quad, Rgb.Grey(30), normal);
        for (var side = -1; side <= 1; side += 2)
        {
            Band(quad, half, nose, clear, noseZ, side * w * 0.56, side * w * 0.9, 0.6, 0.92);
            if (p.Light.Lamps > 0.3) p.Lit(quad, new Rgb(1.4, 1.35, 1.15));
            else p.Decal(quad, Rgb.Of(226, 232, 238), normal);
        }

        Band(quad, half, nose, clear, noseZ, -0.26, 0.26, 0.2, 0.38);
        p.Decal(quad, Rgb.Grey(216), normal);
        Blinkers(p, pose, half, nose, clear, noseZ, w);
    }

    private static void Rear(SolidPainter p, in MoverPose pose, double half, double w, double clear, double tail,
        double tailZ)
    {
        var normal = new Vec3(-1, 0, 0);
        Span<Vec3> quad = stackalloc Vec3[4];
        Band(quad, -half, tail, clear, tailZ, -w * 0.9, w * 0.9, 0, 0.25);
        p.Decal(quad, Rgb.Grey(34), normal);
        for (var side = -1; side <= 1; side += 2)
        {
            Band(quad, -half, tail, clear, tailZ, side * w * 0.6, side * w * 0.92, 0.52, 0.86);
            if (pose.Braking) p.Lit(quad, new Rgb(1.1, 0.1, 0.06));
            else if (p.Light.Lamps > 0.3) p.Lit(quad, new Rgb(0.55, 0.03, 0.02));
            else p.Decal(quad, Rgb.Of(150, 22, 24), normal);
        }

        Band(quad, -half, tail, clear, tailZ, -0.26, 0.26, 0.4, 0.58);
        p.Decal(quad, Rgb.Grey(214), normal);
        Blinkers(p, pose, -half, tail, clear, tailZ, w);
    }

    private static void Blinkers(SolidPainter p, in MoverPose pose, double x0, double x1, double z0, double z1,
        double w)
    {
        if (!pose.Event.HasFlag(RareEvent.StoppedVehicle)) return;
        Span<Vec3> quad = stackalloc Vec3[4];
        for (var side = -1; side <= 1; side += 2)
        {
            Band(quad, x0, x1, z0, z1, side * w * 0.8, side * w * 0.96, 0.4, 0.7);
            if (VehicleLights.BlinkOn(pose)) p.Lit(quad, new Rgb(1.2, 0.6, 0.05));
        }
    }

    private static void Cabin(
        SolidPainter p, in MoverPose pose, double[] outline, double w, double belt, double foot, double h)
    {
        var look = pose.Look;
        double screen = outline[1] * look.Length, roofF = outline[2] * look.Length, roofR = outline[3] * look.Length,
            rear = outline[4] * look.Length;
        double wb = w * 0.96, wt = w * 0.74;
        var inside = new Vec3((roofF + roofR) / 2, 0, (belt + h) / 2);
        var glass = Glass(p, 0.2);
        p.Face([new(screen, -wb, foot), new(screen, wb, foot), new(roofF, wt, h), new(roofF, -wt, h)], inside, glass);
        if (p.Face([new(rear, -wb, belt), new(rear, wb, belt), new(roofR, wt, h), new(roofR, -wt, h)], inside,
            look.Paint))
            p.Decal([new(rear + (roofR - rear) * 0.15, -wb * 0.86, belt + (h - belt) * 0.15),
                new(rear + (roofR - rear) * 0.15, wb * 0.86, belt + (h - belt) * 0.15),
                new(rear + (roofR - rear) * 0.85, wt * 0.88, belt + (h - belt) * 0.85),
                    new(rear + (roofR - rear) * 0.85, -wt * 0.88, belt + (h - belt) * 0.85)], glass,
                    new Vec3(-0.6, 0, 0.6));
        for (var side = -1; side <= 1; side += 2)
        {
            if (!p.Face([new(screen, side * wb, foot), new(roofF, side * wt, h), new(roofR, side * wt, h),
                new(rear, side * wb, belt)], inside, look.Paint)) continue;
            var normal = new Vec3(0, side * 0.9, 0.4);
            double low = belt + 0.03, high = h - 0.07, at = -0.07 * look.Length, yl = side * (wb - 0.01),
                yh = side * (wt + 0.01);
            p.Decal([new(screen - 0.14, yl, low), new(roofF - 0.03, yh, high), new(at + 0.04, yh, high),
                new(at + 0.04, yl, low)], glass, normal);
            p.Decal([new(at - 0.04, yl, low), new(at - 0.04, yh, high), new(roofR + 0.12, yh, high),
                new(rear + 0.2, yl, low)], glass, normal);
        }

        if (p.Face([new(roofF, -wt, h), new(roofF, wt, h), new(roofR, wt, h), new(roofR, -wt, h)], inside, look.Paint)
            && look.Detail % 3 == 0)
            p.Decal([new(roofF - 0.15, -wt * 0.7, h), new(roofF - 0.15, wt * 0.7, h), new(roofF - 0.9, wt * 0.7, h),
                new(roofF - 0.9, -wt * 0.7, h)], glass, new Vec3(0, 0, 1));
        if (p.PxPerMetre > 14)
            for (var side = -1; side <= 1; side += 2)
                p.Box(new(screen - 0.32, Math.Min(side * w * 0.98, side * w * 1.1), belt),
                    new(screen - 0.18, Math.Max(side * w * 0.98, side * w * 1.1), belt + 0.13), look.Paint);
    }

    /// <summary>The colour of glass: dark, with some of the sky in it.</summary>
    public static Rgb Glass(SolidPainter p, double sky)
    {
        var ambient = p.Light.Ambient;
        var level = Math.Max(ambient.R + ambient.G + ambient.B, 0.05) / 3;
        return Rgb.Of(24, 30, 38) + p.Light.SkyHorizon * (sky * 0.35 / Math.Max(level, 0.1) * 0.35);
    }

    // A quad across a slanted end face: y0 to y1 sideways, a to b of its height.
    private static void Band(Span<Vec3> quad, double x0, double x1, double z0, double z1, double y0, double y1,
        double a, double b)
    {
        quad[0] = new(x0 + (x1 - x0) * a, y0, z0 + (z1 - z0) * a);
        quad[1] = new(x0 + (x1 - x0) * a, y1, z0 + (z1 - z0) * a);
        quad[2] = new(x0 + (x1 - x0) * b, y1, z0 + (z1 - z0) * b);
        quad[3] = new(x0 + (x1 - x0) * b, y0, z0 + (z1 - z0) * b);
    }
}
