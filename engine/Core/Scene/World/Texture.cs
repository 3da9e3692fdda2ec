using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.World;

/// <summary>The grain of surfaces, from noise over their place in the world; detail finer than a pixel fades out.</summary>
internal static class Texture
{
    /// <param name="material">The kind of grain.</param>
    /// <param name="colour">The surface's colour.</param>
    /// <param name="p">The place, in metres.</param>
    /// <param name="footprint">Metres a pixel covers there.</param>
    /// <param name="seed">Changes the pattern.</param>
    public static Rgb Apply(Material material, Rgb colour, Vec3 p, double footprint, uint seed)
    {
        switch (material)
        {
            case Material.Asphalt:
                var grain = Layer(p.X, p.Y, 0.07, footprint, seed) * 0.10 + Layer(p.X, p.Y, 0.5, footprint,
                    seed + 1) * 0.05
                    + Layer(p.X, p.Y * 0.3, 4, footprint, seed + 2) * 0.10;
                var crack = Math.Abs(Layer(p.X, p.Y, 3.1, footprint, seed + 3));
                if (crack < 0.012 && footprint < 0.05) grain -= 0.16;
                return colour * (1 + grain);
            case Material.Grass:
                var blade = Layer(p.X, p.Y, 0.12, footprint, seed) * 0.22 + Layer(p.X, p.Y, 0.9, footprint,
                    seed + 1) * 0.14;
                var dry = SceneMath.Clamp01(Layer(p.X, p.Y, 6, footprint, seed + 2) * 0.5 + 0.3);
                return Rgb.Lerp(colour, colour * new Rgb(1.5, 1.15, 0.9), dry * 0.6) * (1 + blade);
            case Material.Paving:
                var joint = Math.Max(Joint(p.X, 0.6, footprint), Joint(p.Y, 0.6, footprint));
                var slab = Cell(p.X, p.Y, 0.6, seed) * 0.07 * Fade(0.6, footprint);
                return colour * (1 + slab + Layer(p.X, p.Y, 2.4, footprint, seed + 1) * 0.07 - joint * 0.22);
            case Material.Brick:
                var across = p.X + p.Y;
                var row = Math.Floor(p.Z / 0.22);
                var shift = across + 0.25 * (row - 2 * Math.Floor(row / 2));
                var mortar = Math.Max(Joint(p.Z, 0.22, footprint), Joint(shift, 0.5, footprint));
                return colour * (1 + Cell(shift, p.Z * 2.27, 0.5, seed) * 0.14 * Fade(0.3, footprint) + mortar * 0.16
                    + Layer(across, p.Z, 3, footprint, seed) * 0.08);
            case Material.Plaster:
                return colour * (1 + Layer(p.X + p.Y, p.Z, 2.2, footprint, seed) * 0.06 + Layer(p.X + p.Y, p.Z, 0.2,
                    footprint, seed) * 0.03);
            case Material.Foliage:
                return colour * (1 + Layer(p.X * 1.7 + p.Y, p.Z * 1.3 + p.Y, 0.13, footprint, seed) * 0.34);
            case Material.Paint:
                var worn = Layer(p.X, p.Y, 0.16, footprint, seed) * 0.5 + Layer(p.X, p.Y, 0.7, footprint,
                    seed + 4) * 0.5;
                return Rgb.Lerp(colour, Rgb.Grey(96), SceneMath.Clamp01(worn * 0.5 + 0.1));
            case Material.Glass:
                return colour * (1 + Layer(p.X + p.Y, p.Z, 1.4, footprint, seed) * 0.4);
            default:
                return colour;
        }
    }

    private static double Layer(double x, double y, double size, double footprint, uint seed)
    {
        var fade = Fade(size, footprint);
        return fade <= 0 ? 0 : SceneMath.Noise(x / size, y / size, seed) * fade;
    }

    private static double Fade(double size, double footprint) => SceneMath.Clamp01(1.6 * size / footprint - 0.6);

    private static double Joint(double x, double size, double footprint)
    {
        var k = x / size - Math.Floor(x / size);
        return (k < 0.05 ? 1 : 0) * Fade(size * 0.25, footprint);
    }

    private static double Cell(double x, double y, double size, uint seed) =>
        (SceneMath.Hash((uint)(int)Math.Floor(x / size), (uint)(int)Math.Floor(y / size),
            seed) >> 8) * (2.0 / 0xFFFFFF) - 1;
}
