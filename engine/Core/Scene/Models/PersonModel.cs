using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene.Models;

/// <summary>Somebody on foot: swinging limbs, clothes, hair, now and then a bag or an umbrella.</summary>
internal static class PersonModel
{
    public static void Draw(SolidPainter p, in MoverPose pose, double rain)
    {
        var look = pose.Look;
        var h = look.Height;
        var swing = SceneMath.Sin(pose.Travelled * 4.2 / h * 1.7) * (pose.Speed > 0.2
            ? Math.Min(0.5, 0.22 + pose.Speed * 0.12) : 0.06);
        double hip = h * 0.5, shoulder = h * 0.82;
        var near = p.Eye.Y > 0 ? 1 : -1;
        Leg(p, look, -near, -swing * near, hip);
        Arm(p, look, -near, swing * near, shoulder);
        Leg(p, look, near, swing * near, hip);
        Torso(p, look, hip, shoulder);
        Head(p, look, h, shoulder);
        if (look.Variant == 1 && p.Eye.X < 0.3)
            p.Limb(new(-0.17, 0, h * 0.6), new(-0.17, 0, h * 0.78), 0.13, 0.11, Rgb.Of(70, 74, 90));
        Arm(p, look, near, -swing * near, shoulder);
        if (rain > 0.25 && look.Detail % 3 != 0) Umbrella(p, look, h);
        else if (look.Variant == 2) p.Limb(new(0.05 - swing * 0.4, near * 0.27, h * 0.36),
            new(0.05 - swing * 0.4, near * 0.27, h * 0.27), 0.09, 0.12, Rgb.Of(176, 120, 70));
    }

    private static void Leg(SolidPainter p, MoverLook look, int side, double swing, double hip)
    {
        var top = new Vec3(0, side * 0.09, hip);
        var knee = new Vec3(swing * 0.42 + 0.04, side * 0.1, hip * 0.52);
        var foot = new Vec3(swing * 0.9 - 0.02, side * 0.1, 0.07 + Math.Max(0, -swing) * 0.12);
        p.Limb(top, knee, 0.095, 0.075, look.Accent);
        p.Limb(knee, foot, 0.075, 0.055, look.Accent);
        p.Limb(foot, foot + new Vec3(0.13, 0, -0.02), 0.055, 0.05, Rgb.Grey(look.Detail % 4 == 0 ? 220 : 34));
    }

    private static void Arm(SolidPainter p, MoverLook look, int side, double swing, double shoulder)
    {
        var top = new Vec3(0, side * 0.2, shoulder - 0.03);
        var elbow = new Vec3(swing * 0.3, side * 0.245, shoulder - 0.29);
        var hand = new Vec3(swing * 0.65 + 0.06, side * 0.24, shoulder - 0.54);
        p.Limb(top, elbow, 0.065, 0.055, look.Paint);
        p.Limb(elbow, hand, 0.052, 0.04, look.Detail % 2 == 0 ? look.Paint : look.Skin);
        if (p.PxPerMetre > 18) p.Ball(hand, 0.05, look.Skin);
    }

    private static void Torso(SolidPainter p, MoverLook look, double hip, double shoulder)
    {
        var coat = look.Detail % 5 == 1 ? hip * 0.72 : hip - 0.04;
        p.Limb(new(0, -0.06, coat), new(0, -0.1, shoulder - 0.05), 0.125, 0.12, look.Paint);
        p.Limb(new(0, 0.06, coat), new(0, 0.1, shoulder - 0.05), 0.125, 0.12, look.Paint);
        p.Limb(new(0.01, 0, coat), new(0, 0, shoulder - 0.02), 0.13, 0.13, look.Paint);
        if (p.PxPerMetre > 22 && p.Eye.X > 0)
            p.Limb(new(0.12, 0, coat + 0.05), new(0.12, 0, shoulder - 0.05), 0.012, 0.012,
                Rgb.Lerp(look.Paint, Rgb.Black, 0.6));
    }

    private static void Head(SolidPainter p, MoverLook look, double h, double shoulder)
    {
        var centre = new Vec3(0.03, 0, h - 0.125);
        p.Limb(new(0, 0, shoulder - 0.02), centre, 0.055, 0.055, look.Skin);
        var hair = ((look.Detail >> 8) % 5) switch
        {
            0 => Rgb.Of(32, 26, 24), 1 => Rgb.Of(84, 56, 36), 2 => Rgb.Of(186, 148, 92), 3 =>
                Rgb.Of(150, 146, 142), _ => Rgb.Of(44, 34, 30),
        };
        p.Ball(centre + new Vec3(-0.025, 0, 0.02), 0.122, hair);
        if (p.Eye.X > 0) p.Ball(centre + new Vec3(0.03, 0, -0.025), 0.102, look.Skin);
        if ((look.Detail >> 12) % 6 == 0)
            p.Limb(centre + new Vec3(0.02, -0.07, 0.07), centre + new Vec3(0.02, 0.07, 0.07), 0.07, 0.07, look.Accent);
    }

    private static void Umbrella(SolidPainter p, MoverLook look, double h)
    {
        var colour = (look.Detail >> 5) % 3 == 0 ? Rgb.Of(170, 36, 44) : (look.Detail >> 5) % 3 == 1 ? Rgb.Grey(34)
            : Rgb.Of(40, 84, 140);
        Vec3 top = new(0.12, 0, h + 0.42), grip = new(0.16, 0.1, h * 0.62);
        p.Limb(grip, top, 0.012, 0.012, Rgb.Grey(40));
        Span<Vec3> rim = stackalloc Vec3[8];
        for (var i = 0; i < 8; i++)
            rim[i] = new(0.12 + 0.52 * SceneMath.Cos(i * Math.PI / 4), 0.52 * SceneMath.Sin(i * Math.PI / 4), h + 0.16);
        for (var i = 0; i < 8; i++)
            p.Face([rim[i], rim[(i + 1) % 8], top], new(0.12, 0, h + 0.1), i % 2 == 0 ? colour : colour * 0.8);
    }
}
