using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene.Models;

/// <summary>What lamps of vehicles add around them: pools on the road before the solids, glare after them.</summary>
internal static class VehicleLights
{
    /// <summary>Whether hazard lights shine at the pose's moment; the track's number sets the phase.</summary>
    public static bool BlinkOn(in MoverPose pose) => pose.Phase % 0.8 < 0.42;

    /// <summary>The pool of the headlights on the road.</summary>
    public static void Pools(SolidPainter p, in MoverPose pose, double wet)
    {
        var dark = p.Light.Lamps - 0.35;
        if (dark <= 0) return;
        var half = pose.Look.Length / 2;
        if (pose.Look.Kind == MoverKind.Cyclist)
        {
            Pool(p, new(half + 2.2, 0, 0), 2.0, 0.9, 34 * dark, -2, 3);
            return;
        }

        if (p.PxPerMetre > 9) Pool(p, new(half + 4, 0, 0), 4.2, 1.7, 76 * dark, -6, 5);
        Pool(p, new(half + 10, 0, 0), 8.5, 2.7, 46 * dark, -4, 3);
        Pool(p, new(-half - 1.2, 0, 0), 1.6, 1.1, (pose.Braking ? 34 : 13) * dark, -4, pose.Braking ? 26 : 12);
        if (wet > 0.2) Pool(p, new(half + 2, 0, 0), 1.5, 0.9, 60 * wet * dark, 0, 0);
    }

    /// <summary>Glare around lamps that look at the camera.</summary>
    public static void Glare(SolidPainter p, in MoverPose pose)
    {
        var dark = p.Light.Lamps - 0.3;
        double half = pose.Look.Length / 2, w = pose.Look.Width / 2 * 0.76;
        var lampZ = pose.Look.Kind is MoverKind.Truck or MoverKind.Bus ? 0.82 : pose.Look.Height * 0.42;
        if (pose.Event.HasFlag(RareEvent.Emergency))
        {
            var left = pose.Phase % 0.5 < 0.25;
            Spot(p, new(-0.1, left ? 0.4 : -0.4, pose.Look.Height + 0.08), 1.1, 110, 74, -32);
        }

        if (dark <= 0) return;
        if (p.Eye.X > half)
        {
            var facing = Math.Min(1, (p.Eye.X - half) / Math.Max(1, Math.Abs(p.Eye.Y)));
            if (pose.Look.Kind == MoverKind.Cyclist) Spot(p, new(0.45, 0, 0.82), 0.4, 90 * dark * facing, 0, 0);
            else for (var side = -1; side <= 1; side += 2) Spot(p, new(half, side * w, lampZ), 0.75,
                165 * dark * facing, -6, 4);
        }
        else if (p.Eye.X < -half && pose.Look.Kind != MoverKind.Cyclist)
        {
            for (var side = -1; side <= 1; side += 2)
                Spot(p, new(-half, side * w, lampZ), 0.42, (pose.Braking ? 74 : 26) * dark, -8, pose.Braking ? 46 : 26);
        }
    }

    private static void Pool(SolidPainter p, Vec3 at, double alongMetres, double acrossMetres, double luma, double du,
        double dv)
    {
        var (x, y, depth) = p.Project(at);
        if (depth < 1) return;
        var (ax, ay, ad) = p.Project(at + new Vec3(alongMetres, 0, 0));
        var (bx, by, bd) = p.Project(at + new Vec3(0, acrossMetres, 0));
        if (ad < 1 || bd < 1) return;
        double rx = Math.Sqrt((ax - x) * (ax - x) + (bx - x) * (bx - x)),
            ry = Math.Sqrt((ay - y) * (ay - y) + (by - y) * (by - y));
        p.Canvas.Glow(x, y, rx, ry, luma, du, dv);
    }

    private static void Spot(SolidPainter p, Vec3 at, double metres, double luma, double du, double dv)
    {
        var (x, y, depth) = p.Project(at);
        if (depth < 1) return;
        if (!p.Shows(x, y)) return;
        // Glare is the lens's doing: it shrinks more slowly with distance than the lamp does, but fades.
        var r = metres * p.PxPerMetre * (0.6 + Math.Min(depth, 50) / 60);
        var far = 1 / (1 + depth * depth / 5000);
        p.Canvas.Glow(x, y, r, r, luma * far, du * far, dv * far);
    }
}
