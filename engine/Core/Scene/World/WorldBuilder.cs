using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.World;

/// <summary>Collects the static pieces of a site; what is added later lies over what was added before on the ground.</summary>
internal sealed partial class WorldBuilder(Vec3 eye, Pcg32 lot)
{
    private readonly Vec3 _eye = eye;

    public List<StaticPolygon> Polygons { get; } = [];

    public List<StreetLamp> Lamps { get; } = [];

    public List<StaticItem> Items { get; } = [new(0, 0, 0, 0)];

    public List<SignalHead> Signals { get; } = [];

    public Pcg32 Lot { get; } = lot;

    /// <summary>A rectangle of ground.</summary>
    public void Ground(double x0, double y0, double x1, double y1, Rgb colour, Material material) =>
        Ground([new(x0, y0, 0), new(x1, y0, 0), new(x1, y1, 0), new(x0, y1, 0)], colour, material);

    public void Ground(Vec3[] corners, Rgb colour, Material material) =>
        Polygons.Add(new(corners, colour, material, Rgb.Black, true, 0, new Vec3(0, 0, 1), 0));

    /// <summary>A painted line between two points.</summary>
    public void Line(double x0, double y0, double x1, double y1, double width, Rgb colour,
        Material material = Material.Paint)
    {
        var along = (new Vec3(x1, y1, 0) - new Vec3(x0, y0, 0)).Unit();
        var side = new Vec3(-along.Y, along.X, 0) * (width / 2);
        Vec3 a = new(x0, y0, 0), b = new(x1, y1, 0);
        Ground([a + side, b + side, b - side, a - side], colour, material);
    }

    /// <summary>The stain tyres leave along a lane, darkest in its middle.</summary>
    public void Tyres(double x0, double y0, double x1, double y1)
    {
        for (var i = 0; i < 4; i++) Line(x0, y0, x1, y1, 0.72 - 0.17 * i, Rgb.Grey(94 - 2 * i), Material.Asphalt);
    }

    /// <summary>A broken line.</summary>
    public void Dashes(double x0, double y0, double x1, double y1, double width, double on, double off, Rgb colour)
    {
        Vec3 a = new(x0, y0, 0), b = new(x1, y1, 0);
        var along = (b - a).Unit();
        var length = (b - a).Length;
        for (double s = 0; s < length; s += on + off)
        {
            Vec3 from = a + along * s, to = a + along * Math.Min(s + on, length);
            Line(from.X, from.Y, to.X, to.Y, width, colour);
        }
    }

    /// <summary>Bars of a crossing, walked from the first point to the second.</summary>
    public void Zebra(double x0, double y0, double x1, double y1, double width)
    {
        Vec3 a = new(x0, y0, 0), b = new(x1, y1, 0);
        var along = (b - a).Unit();
        var side = new Vec3(-along.Y, along.X, 0) * (width / 2);
        for (var s = 0.3; s < (b - a).Length - 0.4; s += 1.0)
        {
            Vec3 from = a + along * s, to = a + along * (s + 0.5);
            Ground([from + side, to + side, to - side, from - side], Rgb.Grey(226), Material.Paint);
        }
    }

    /// <summary>Starts an upright thing with this footprint; pieces added next belong to it.</summary>
    public int Item(double x0, double y0, double x1, double y1)
    {
        Items.Add(new(x0, y0, x1, y1));
        return Items.Count - 1;
    }

    public void Piece(int item, Vec3[] corners, Rgb colour, Material material, Rgb emission = default,
        Vec3? normal = null, int casts = 0) =>
        Polygons.Add(new(corners, colour, material, emission, false, item, normal, casts));

    /// <summary>A box; only the sides that face the camera are kept.</summary>
    public void Box(int item, Vec3 low, Vec3 high, Rgb colour, Material material, Rgb emission = default,
        int casts = 256)
    {
        if (_eye.X < low.X)
            Piece(item, [new(low.X, low.Y, low.Z), new(low.X, high.Y, low.Z), new(low.X, high.Y, high.Z),
                new(low.X, low.Y, high.Z)], colour, material, emission);
        if (_eye.X > high.X)
            Piece(item, [new(high.X, low.Y, low.Z), new(high.X, high.Y, low.Z), new(high.X, high.Y, high.Z),
                new(high.X, low.Y, high.Z)], colour, material, emission);
        if (_eye.Y < low.Y)
            Piece(item, [new(low.X, low.Y, low.Z), new(high.X, low.Y, low.Z), new(high.X, low.Y, high.Z),
                new(low.X, low.Y, high.Z)], colour, material, emission);
        if (_eye.Y > high.Y)
            Piece(item, [new(low.X, high.Y, low.Z), new(high.X, high.Y, low.Z), new(high.X, high.Y, high.Z),
                new(low.X, high.Y, high.Z)], colour, material, emission);
        if (_eye.Z > high.Z)
            Piece(item, [new(low.X, low.Y, high.Z), new(high.X, low.Y, high.Z), new(high.X, high.Y, high.Z),
                new(low.X, high.Y, high.Z)], colour, material, emission, new Vec3(0, 0, 1));
        if (casts == 0) return;
        // Two upright sheets cast the same shadow as the box, near enough, whatever way the sun stands.
        double mx = (low.X + high.X) / 2, my = (low.Y + high.Y) / 2;
        Shadow([new(low.X, my, low.Z), new(high.X, my, low.Z), new(high.X, my, high.Z), new(low.X, my, high.Z)], casts);
        Shadow([new(mx, low.Y, low.Z), new(mx, high.Y, low.Z), new(mx, high.Y, high.Z), new(mx, low.Y, high.Z)], casts);
        Shadow([new(low.X, low.Y, high.Z), new(high.X, low.Y, high.Z), new(high.X, high.Y, high.Z),
            new(low.X, high.Y, high.Z)], casts);
    }

    /// <summary>Something that only casts a shadow.</summary>
    public List<(Vec3[] Corners, int Alpha)> Shadows { get; } = [];

    public void Shadow(Vec3[] corners, int alpha) => Shadows.Add((corners, alpha));
}
