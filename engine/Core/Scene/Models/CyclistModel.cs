using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene.Models;

/// <summary>A rider and the bicycle under them, pedals turning.</summary>
internal static class CyclistModel
{
    public static void Draw(SolidPainter p, in MoverPose pose)
    {
        var look = pose.Look;
        var metal = (look.Detail % 4) switch { 0 => Rgb.Of(180, 34, 40), 1 => Rgb.Of(30, 90, 160), 2 =>
            Rgb.Grey(40), _ => Rgb.Of(60, 140, 100) };
        var angle = pose.Travelled * 0.95;
        Vec3 crank = new(-0.05, 0, 0.3), saddle = new(-0.22, 0, 0.92), head = new(0.38, 0, 0.86),
            front = new(0.55, 0, 0.34), rear = new(-0.52, 0, 0.34);
        var near = p.Eye.Y > 0 ? 1 : -1;
        Vec3 hip = saddle + new Vec3(0.02, 0, 0.07), shoulder = new(0.16, 0, look.Height * 0.82);
        Leg(p, look, -near, angle + Math.PI, crank, hip);
        p.Ring(rear, 0.33, 0.022, Rgb.Grey(26));
        p.Ring(front, 0.33, 0.022, Rgb.Grey(26));
        p.Limb(rear, crank, 0.02, 0.02, metal);
        p.Limb(rear, saddle + new Vec3(0.03, 0, -0.1), 0.018, 0.018, metal);
        p.Limb(crank, saddle, 0.024, 0.024, metal);
        p.Limb(crank, head + new Vec3(0.02, 0, -0.16), 0.026, 0.026, metal);
        p.Limb(saddle + new Vec3(0.03, 0, -0.12), head, 0.024, 0.024, metal);
        p.Limb(head, front, 0.024, 0.02, metal);
        Vec3 bar = head + new Vec3(0.05, 0, 0.16);
        p.Limb(head, bar, 0.018, 0.018, Rgb.Grey(50));
        p.Limb(bar + new Vec3(0, -0.26, 0), bar + new Vec3(0, 0.26, 0), 0.018, 0.018, Rgb.Grey(40));
        p.Limb(saddle + new Vec3(-0.12, 0, 0.02), saddle + new Vec3(0.12, 0, 0.02), 0.05, 0.03, Rgb.Grey(28));
        Arm(p, look, -near, shoulder, bar);
        for (var side = -1; side <= 1; side++)
            p.Limb(hip + new Vec3(0, side * 0.06, 0), shoulder + new Vec3(-0.02, side * 0.09, -0.03), 0.13, 0.125,
                look.Paint);
        if (look.Variant == 1)
            p.Limb(hip + new Vec3(-0.1, 0, 0.18), shoulder + new Vec3(-0.16, 0, -0.05), 0.13, 0.12,
                Rgb.Of(52, 132, 150));
        Head(p, look, shoulder);
        Leg(p, look, near, angle, crank, hip);
        Arm(p, look, near, shoulder, bar);
        if (p.Light.Lamps <= 0.3) return;
        Span<Vec3> lamp = stackalloc Vec3[4];
        var x = p.Eye.X > 0 ? 0.45 : -0.5;
        Square(lamp, new(x, 0, p.Eye.X > 0 ? 0.82 : 0.7), 0.05);
        p.Lit(lamp, p.Eye.X > 0 ? new Rgb(1.4, 1.35, 1.2) : new Rgb(0.9, 0.05, 0.04));
    }

    private static void Leg(SolidPainter p, MoverLook look, int side, double angle, Vec3 crank, Vec3 hip)
    {
        var foot = crank + new Vec3(SceneMath.Cos(angle) * 0.16, side * 0.13, SceneMath.Sin(angle) * -0.16);
        var top = hip + new Vec3(0, side * 0.09, 0);
        var knee = (foot + top) * 0.5 + new Vec3(0.2, side * 0.02, 0.09);
        p.Limb(top, knee, 0.095, 0.07, look.Accent);
        p.Limb(knee, foot, 0.068, 0.05, look.Detail % 3 == 0 ? look.Skin : look.Accent);
        p.Limb(foot, foot + new Vec3(0.12, 0, 0), 0.05, 0.045, Rgb.Grey(40));
    }

    private static void Arm(SolidPainter p, MoverLook look, int side, Vec3 shoulder, Vec3 bar)
    {
        var hand = bar + new Vec3(0.02, side * 0.22, 0.02);
        var top = shoulder + new Vec3(0, side * 0.19, -0.03);
        var elbow = (top + hand) * 0.5 + new Vec3(-0.03, side * 0.05, -0.07);
        p.Limb(top, elbow, 0.06, 0.05, look.Paint);
        p.Limb(elbow, hand, 0.048, 0.04, look.Skin);
    }

    private static void Head(SolidPainter p, MoverLook look, Vec3 shoulder)
    {
        var centre = shoulder + new Vec3(0.11, 0, 0.2);
        p.Limb(shoulder, centre, 0.055, 0.055, look.Skin);
        p.Ball(centre, 0.108, look.Skin);
        var helmet = (look.Detail >> 6) % 3 == 0 ? Rgb.Of(34, 30, 28) : (look.Detail >> 6) % 3 == 1 ? Rgb.Grey(234)
            : Rgb.Of(196, 48, 44);
        p.Limb(centre + new Vec3(-0.07, 0, 0.05), centre + new Vec3(0.05, 0, 0.06), 0.1, 0.085, helmet);
    }

    private static void Square(Span<Vec3> into, Vec3 centre, double half)
    {
        into[0] = centre + new Vec3(0, -half, -half);
        into[1] = centre + new Vec3(0, half, -half);
        into[2] = centre + new Vec3(0, half, half);
        into[3] = centre + new Vec3(0, -half, half);
    }
}
