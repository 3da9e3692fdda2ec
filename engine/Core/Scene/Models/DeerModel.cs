using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene.Models;

/// <summary>A deer at a trot: the truth's class <c>animal</c>, and an event.</summary>
internal static class DeerModel
{
    public static void Draw(SolidPainter p, in MoverPose pose)
    {
        var look = pose.Look;
        var coat = look.Paint;
        for (var i = 0; i < 4; i++)
        {
            var side = i % 2 == 0 ? 1 : -1;
            var x = i < 2 ? 0.42 : -0.45;
            var swing = SceneMath.Sin(pose.Travelled * 3.2 + (i is 0 or 3 ? 0 : Math.PI)) * 0.28;
            Vec3 top = new(x, side * 0.12, 0.82), knee = new(x + swing * 0.5 + 0.04, side * 0.11, 0.44),
                hoof = new(x + swing, side * 0.1, 0.04);
            p.Limb(top, knee, 0.1, 0.05, coat);
            p.Limb(knee, hoof, 0.045, 0.03, coat * 0.7);
        }

        p.Limb(new(-0.5, 0, 0.92), new(0.45, 0, 0.95), 0.23, 0.22, coat);
        p.Limb(new(-0.68, 0, 0.98), new(-0.74, 0, 0.88), 0.07, 0.05, look.Accent);
        p.Limb(new(0.5, 0, 1.02), new(0.76, 0, 1.38), 0.15, 0.09, coat);
        p.Limb(new(0.76, 0, 1.42), new(1.0, 0, 1.32), 0.1, 0.055, coat);
        for (var side = -1; side <= 1; side += 2)
        {
            p.Limb(new(0.72, side * 0.08, 1.48), new(0.66, side * 0.2, 1.56), 0.04, 0.02, look.Accent);
            if (look.Variant == 1) continue;
            p.Limb(new(0.74, side * 0.05, 1.5), new(0.62, side * 0.22, 1.82), 0.022, 0.016, Rgb.Of(190, 170, 140));
            p.Limb(new(0.66, side * 0.16, 1.7), new(0.82, side * 0.22, 1.86), 0.018, 0.012, Rgb.Of(190, 170, 140));
        }
    }
}
