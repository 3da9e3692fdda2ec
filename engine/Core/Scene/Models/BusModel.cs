using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene.Models;

/// <summary>A town bus: a long box of windows, lit from inside at night.</summary>
internal static class BusModel
{
    public static void Draw(SolidPainter p, in MoverPose pose)
    {
        var look = pose.Look;
        double half = look.Length / 2, w = look.Width / 2, top = look.Height, low = 0.32;
        var inside = new Vec3(0, 0, 1.5);
        p.Face([new(-half, -w, low), new(-half, w, low), new(-half, w, top), new(-half, -w, top)], inside, look.Paint);
        p.Face([new(-half, -w, top), new(-half, w, top), new(half - 0.12, w, top), new(half - 0.12, -w, top)], inside,
            Rgb.Lerp(look.Paint, Rgb.Grey(220), 0.5));
        if (p.Face([new(half, -w, low), new(half, w, low), new(half - 0.12, w, top), new(half - 0.12, -w, top)],
            inside, look.Paint)) Front(p, half, w, low, top);
        if (p.Eye.X < -half) Rear(p, pose, -half, w, low, top);
        for (var side = -1; side <= 1; side += 2)
        {
            var y = side * w;
            if (p.Face([new(half, y, low), new(half - 0.12, y, top), new(-half, y, top), new(-half, y, low)], inside,
                look.Paint)) Side(p, pose, y, side, half, low, top);
        }

        p.Box(new(-half + 1, -0.8, top), new(-half + 3.2, 0.8, top + 0.22), Rgb.Grey(190));
    }

    private static void Side(SolidPainter p, in MoverPose pose, double y, int side, double half, double low, double top)
    {
        var look = pose.Look;
        var normal = new Vec3(0, side, 0);
        Quad(p, -half + 0.1, half - 0.1, low, low + 0.22, y, Rgb.Grey(32), normal, false);
        Quad(p, -half, half * 0.6, low + 0.35, low + 0.62, y, look.Accent, normal, false);
        if (look.Variant == 1) Quad(p, -half, -half * 0.4, low + 0.3, top - 0.1, y, look.Accent, normal, false);
        double from = half - 0.5, sill = 1.25, head = top - 0.42;
        var lit = p.Light.Lamps > 0.3;
        var index = 0;
        while (from > -half + 1.2)
        {
            var door = side < 0 && index is 0 or 3 && side < 0;
            var width = door ? 1.15 : 1.4;
            var bottom = door ? low + 0.12 : sill;
            Quad(p, from - width + 0.1, from, bottom, head, y, lit ? new Rgb(0.62, 0.5, 0.3) : CarModel.Glass(p, 0.3),
                normal, lit);
            if (p.PxPerMetre > 8 && !door && ((look.Detail >> index) & 1) != 0)
                Quad(p, from - 0.75, from - 0.4, sill, sill + 0.5, y, lit ? new Rgb(0.1, 0.07, 0.05) : Rgb.Grey(20),
                    normal, lit);
            if (door && p.PxPerMetre > 8)
                Quad(p, from - width / 2 + 0.03, from - width / 2 + 0.07, bottom, head, y, look.Paint, normal, false);
            from -= width;
            index++;
        }

        foreach (var x in (ReadOnlySpan<double>)[half - 2.4, -half + 2.8])
            p.Wheel(new(x, y * 1.01, 0.48), 0.48, side > 0);
    }

    private static void Front(SolidPainter p, double half, double w, double low, double top)
    {
        var normal = new Vec3(1, 0, 0);
        var lit = p.Light.Lamps > 0.3;
        Across(p, half - 0.03, -w * 0.93, w * 0.93, 1.05, top - 0.55, CarModel.Glass(p, 0.25), normal, false);
        Across(p, half - 0.1, -w * 0.75, w * 0.75, top - 0.45, top - 0.14, lit ? new Rgb(0.9, 0.5, 0.06)
            : Rgb.Of(190, 130, 30), normal, true);
        Across(p, half, -w, w, low, low + 0.25, Rgb.Grey(36), normal, false);
        for (var side = -1; side <= 1; side += 2)
            Across(p, half, side * w * 0.62, side * w * 0.92, low + 0.32, low + 0.55, lit ? new Rgb(1.4, 1.35, 1.15)
                : Rgb.Grey(228), normal, lit);
    }

    private static void Rear(SolidPainter p, in MoverPose pose, double x, double w, double low, double top)
    {
        var normal = new Vec3(-1, 0, 0);
        Across(p, x, -w * 0.8, w * 0.8, 1.7, top - 0.5, CarModel.Glass(p, 0.2), normal, false);
        Across(p, x, -w * 0.7, w * 0.7, low + 0.35, 1.4, pose.Look.Accent, normal, false);
        Across(p, x, -w, w, low, low + 0.25, Rgb.Grey(36), normal, false);
        for (var side = -1; side <= 1; side += 2)
        {
            var on = pose.Braking || p.Light.Lamps > 0.3;
            var red = pose.Braking ? new Rgb(1.1, 0.1, 0.06) : on ? new Rgb(0.55, 0.03, 0.02) : Rgb.Of(150, 22, 24);
            Across(p, x, side * w * 0.76, side * w * 0.96, low + 0.4, low + 0.95, red, normal, on);
            if (pose.Event.HasFlag(RareEvent.StoppedVehicle) && VehicleLights.BlinkOn(pose))
                Across(p, x, side * w * 0.76, side * w * 0.96, low + 0.95, low + 1.2, new Rgb(1.2, 0.6, 0.05), normal,
                    true);
        }
    }

    private static void Quad(SolidPainter p, double x0, double x1, double z0, double z1, double y, Rgb colour,
        Vec3 normal, bool lit)
    {
        ReadOnlySpan<Vec3> corners = [new(x0, y, z0), new(x1, y, z0), new(x1, y, z1), new(x0, y, z1)];
        if (lit) p.Lit(corners, colour);
        else p.Decal(corners, colour, normal);
    }

    private static void Across(SolidPainter p, double x, double y0, double y1, double z0, double z1, Rgb colour,
        Vec3 normal, bool lit)
    {
        ReadOnlySpan<Vec3> corners = [new(x, y0, z0), new(x, y1, z0), new(x, y1, z1), new(x, y0, z1)];
        if (lit) p.Lit(corners, colour);
        else p.Decal(corners, colour, normal);
    }
}
