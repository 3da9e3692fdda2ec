using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene.Models;

/// <summary>Box truck, articulated lorry, tanker and small delivery truck: a cab before a load.</summary>
internal static class TruckModel
{
    public static void Draw(SolidPainter p, in MoverPose pose)
    {
        var look = pose.Look;
        var half = look.Length / 2;
        var cabLength = look.Variant == 3 ? 1.9 : 2.2;
        var split = half - cabLength;
        p.Box(new(-half + 0.2, -look.Width * 0.42, 0.5), new(half - 0.3, look.Width * 0.42, 0.85), Rgb.Grey(30));
        Wheels(p, look);
        // The plane between cab and load decides which of them is nearer.
        if (p.Eye.X > split)
        {
            Load(p, pose, -half, split - 0.25);
            Cab(p, pose, split, half);
        }
        else
        {
            Cab(p, pose, split, half);
            Load(p, pose, -half, split - 0.25);
        }
    }

    private static void Wheels(SolidPainter p, MoverLook look)
    {
        double w = look.Width / 2, r = look.Variant == 3 ? 0.4 : 0.5, half = look.Length / 2;
        for (var side = -1; side <= 1; side += 2)
        {
            p.Wheel(new(half - 1.0, side * w, r), r, side > 0);
            p.Wheel(new(-half + 1.4, side * w, r), r, side > 0);
            if (look.Variant is 1 or 2) p.Wheel(new(-half + 2.6, side * w, r), r, side > 0);
            if (look.Variant == 1) p.Wheel(new(half - 4.4, side * w, r), r, side > 0);
        }
    }

    private static void Cab(SolidPainter p, in MoverPose pose, double back, double front)
    {
        var look = pose.Look;
        double w = look.Width / 2 * 0.97, top = look.Variant == 3 ? 2.25 : 2.85, low = 0.45;
        var inside = new Vec3((back + front) / 2, 0, 1.4);
        var paint = look.Detail % 2 == 0 ? look.Paint : look.Accent;
        var glass = CarModel.Glass(p, 0.25);
        double lean = front - 0.18, belt = top * 0.56;
        if (p.Face([new(front, -w, low), new(front, w, low), new(front, w, belt), new(front, -w, belt)], inside, paint))
            Nose(p, front, w, low, belt);
        if (p.Face([new(front, -w, belt), new(front, w, belt), new(lean, w * 0.94, top), new(lean, -w * 0.94, top)],
            inside, paint))
            p.Decal([new(front - 0.02, -w * 0.9, belt + 0.08), new(front - 0.02, w * 0.9, belt + 0.08),
                new(lean + 0.04, w * 0.86, top - 0.2), new(lean + 0.04, -w * 0.86, top - 0.2)], glass,
                new Vec3(0.95, 0, 0.3));
        p.Face([new(lean, -w * 0.94, top), new(lean, w * 0.94, top), new(back, w * 0.94, top),
            new(back, -w * 0.94, top)], inside, paint);
        p.Face([new(back, -w, low), new(back, w, low), new(back, w, top), new(back, -w, top)], inside, paint);
        for (var side = -1; side <= 1; side += 2)
        {
            var y = side * w;
            if (!p.Face([new(front, y, low), new(front, y, belt), new(lean, y * 0.94, top), new(back, y * 0.94, top),
                new(back, y, low)], inside, paint)) continue;
            var normal = new Vec3(0, side, 0);
            p.Decal([new(front - 0.2, y, belt + 0.02), new(lean - 0.15, y * 0.95, top - 0.25),
                new(back + 0.75, y * 0.95, top - 0.25), new(back + 0.75, y, belt + 0.02)], glass, normal);
            p.Decal([new(front - 0.1, y, low), new(front - 0.1, y, low + 0.2), new(back, y, low + 0.2),
                new(back, y, low)], Rgb.Grey(34), normal);
            p.Wheel(new(look.Length / 2 - 1.0, y * 1.04, look.Variant == 3 ? 0.4 : 0.5), look.Variant == 3 ? 0.4
                : 0.5, side > 0);
        }
    }

    private static void Nose(SolidPainter p, double front, double w, double low, double belt)
    {
        var normal = new Vec3(1, 0, 0);
        p.Decal([new(front, -w * 0.6, low + 0.35), new(front, w * 0.6, low + 0.35), new(front, w * 0.6, belt - 0.15),
            new(front, -w * 0.6, belt - 0.15)], Rgb.Grey(30), normal);
        p.Decal([new(front, -w, low), new(front, w, low), new(front, w, low + 0.25), new(front, -w, low + 0.25)],
            Rgb.Grey(44), normal);
        for (var side = -1; side <= 1; side += 2)
        {
            ReadOnlySpan<Vec3> lamp = [new(front, side * w * 0.66, low + 0.3), new(front, side * w * 0.94, low + 0.3),
                new(front, side * w * 0.94, low + 0.55), new(front, side * w * 0.66, low + 0.55)];
            if (p.Light.Lamps > 0.3) p.Lit(lamp, new Rgb(1.4, 1.35, 1.15));
            else p.Decal(lamp, Rgb.Grey(226), normal);
        }
    }

    private static void Load(SolidPainter p, in MoverPose pose, double back, double front)
    {
        var look = pose.Look;
        double w = look.Width / 2, low = look.Variant == 3 ? 0.7 : 1.0, top = look.Height;
        if (look.Variant == 2)
        {
            Tank(p, look, back, front, w);
        }
        else
        {
            p.Box(new(back, -w, low), new(front, w, top), look.Paint);
            Livery(p, look, back, front, w, low, top);
        }

        if (p.Eye.X < back) Tail(p, pose, back, w, low);
    }

    private static void Livery(SolidPainter p, MoverLook look, double back, double front, double w, double low,
        double top)
    {
        for (var side = -1; side <= 1; side += 2)
        {
            if (side * p.Eye.Y <= w) continue;
            var normal = new Vec3(0, side, 0);
            double y = side * w, length = front - back, height = top - low;
            Panel(0.03, 0.97, 0.08, 0.2, look.Accent);
            switch (look.Detail % 3)
            {
                case 0: Panel(0.1, 0.55, 0.42, 0.78, look.Accent); Panel(0.6, 0.9, 0.5, 0.58, look.Accent);
                    Panel(0.6, 0.8, 0.64, 0.7, look.Accent); break;
                case 1: Panel(0.03, 0.97, 0.55, 0.75, look.Accent); Panel(0.12, 0.3, 0.3, 0.48, Rgb.Grey(232)); break;
                default: Panel(0.55, 0.95, 0.25, 0.9, look.Accent); Panel(0.62, 0.88, 0.45, 0.7, Rgb.Grey(236)); break;
            }

            if (look.Variant == 1)
                for (var k = 1; k < 8; k++) Panel(k / 8.0 - 0.003, k / 8.0 + 0.003, 0.02, 0.98, Rgb.Grey(70));

            void Panel(double a, double b, double c, double d, Rgb colour) => p.Decal(
                [new(back + length * a, y, low + height * c), new(back + length * b, y, low + height * c),
                    new(back + length * b, y, low + height * d), new(back + length * a, y, low + height * d)], colour,
                        normal);
        }

        if (p.Eye.X > front)
            p.Decal([new(front, -w * 0.8, top * 0.85), new(front, w * 0.8, top * 0.85),
                new(front, w * 0.8, top * 0.95), new(front, -w * 0.8, top * 0.95)], look.Accent, new Vec3(1, 0, 0));
    }

    private static void Tank(SolidPainter p, MoverLook look, double back, double front, double w)
    {
        Span<Vec3> ring = stackalloc Vec3[12];
        for (var i = 0; i < 12; i++)
        {
            var angle = 2 * Math.PI * (i + 0.5) / 12;
            ring[i] = new(0, SceneMath.Cos(angle) * w, 2.0 + SceneMath.Sin(angle) * 1.1);
        }

        var inside = new Vec3((back + front) / 2, 0, 2);
        var metal = Rgb.Lerp(look.Paint, Rgb.Grey(200), 0.6);
        for (var i = 0; i < 12; i++)
        {
            Vec3 a = ring[i], b = ring[(i + 1) % 12];
            p.Face([a with { X = back }, b with { X = back }, b with { X = front }, a with { X = front }], inside,
                i is 0 or 5 or 11 or 6 ? look.Accent : metal);
        }

        Span<Vec3> cap = stackalloc Vec3[12];
        for (var i = 0; i < 12; i++) cap[i] = ring[i] with { X = back };
        p.Face(cap, inside, metal);
        for (var i = 0; i < 12; i++) cap[i] = ring[i] with { X = front };
        p.Face(cap, inside, metal);
    }

    private static void Tail(SolidPainter p, in MoverPose pose, double back, double w, double low)
    {
        var normal = new Vec3(-1, 0, 0);
        if (pose.Look.Variant != 2)
            p.Decal([new(back, -0.02, low), new(back, 0.02, low), new(back, 0.02, pose.Look.Height),
                new(back, -0.02, pose.Look.Height)], Rgb.Grey(50), normal);
        p.Decal([new(back, -w, low - 0.35), new(back, w, low - 0.35), new(back, w, low), new(back, -w, low)],
            Rgb.Grey(36), normal);
        for (var side = -1; side <= 1; side += 2)
        {
            ReadOnlySpan<Vec3> lamp = [new(back, side * w * 0.7, low - 0.28), new(back, side * w * 0.97, low - 0.28),
                new(back, side * w * 0.97, low - 0.06), new(back, side * w * 0.7, low - 0.06)];
            var amber = pose.Event.HasFlag(RareEvent.StoppedVehicle) && VehicleLights.BlinkOn(pose);
            if (amber) p.Lit(lamp, new Rgb(1.2, 0.6, 0.05));
            else if (pose.Braking) p.Lit(lamp, new Rgb(1.1, 0.1, 0.06));
            else if (p.Light.Lamps > 0.3) p.Lit(lamp, new Rgb(0.55, 0.03, 0.02));
            else p.Decal(lamp, Rgb.Of(150, 22, 24), normal);
        }
    }
}
