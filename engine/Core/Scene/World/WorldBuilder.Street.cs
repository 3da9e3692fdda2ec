using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.World;

internal sealed partial class WorldBuilder
{
    private static readonly Rgb[] Facades =
    [
        Rgb.Of(178, 112, 86), Rgb.Of(212, 196, 168), Rgb.Of(156, 150, 142), Rgb.Of(198, 170, 130), Rgb.Of(140, 90, 74),
        Rgb.Of(222, 214, 198), Rgb.Of(166, 176, 182), Rgb.Of(206, 158, 128), Rgb.Of(128, 132, 140),
    ];

    private static readonly Rgb[] Greens = [Rgb.Of(86, 122, 54), Rgb.Of(70, 108, 52), Rgb.Of(104, 130, 58),
        Rgb.Of(122, 128, 56)];

    /// <summary>A house with rows of windows, some of them lit at night, and shops below when it fronts a street.</summary>
    public void Building(double x0, double y0, double x1, double y1, double height, bool shops)
    {
        var item = Item(x0, y0, x1, y1);
        var colour = Lot.Pick<Rgb>(Facades);
        var brick = Lot.Chance(0.45);
        Box(item, new(x0, y0, 0), new(x1, y1, height), colour, brick ? Material.Brick : Material.Plaster);
        Box(item, new(x0 - 0.15, y0 - 0.15, height), new(x1 + 0.15, y1 + 0.15, height + 0.5), colour * 0.7,
            Material.Plain, casts: 0);
        if (_eye.X < x0) Facade(item, new(x0 - 0.04, y1, 0), new(x0 - 0.04, y0, 0), height, shops);
        if (_eye.X > x1) Facade(item, new(x1 + 0.04, y0, 0), new(x1 + 0.04, y1, 0), height, shops);
        if (_eye.Y < y0) Facade(item, new(x0, y0 - 0.04, 0), new(x1, y0 - 0.04, 0), height, shops);
        if (_eye.Y > y1) Facade(item, new(x1, y1 + 0.04, 0), new(x0, y1 + 0.04, 0), height, shops);
    }

    private void Facade(int item, Vec3 a, Vec3 b, double height, bool shops)
    {
        var along = (b - a).Unit();
        var length = (b - a).Length;
        var outwards = along.Cross(new Vec3(0, 0, 1)) * 0.03;
        var bays = Math.Max(1, (int)(length / 2.9));
        double bay = length / bays, wide = Lot.Range(1.1, 1.6), floor = shops ? 3.9 : 1.0;
        var frame = Lot.Chance(0.6) ? Rgb.Grey(222) : Rgb.Grey(64);
        if (shops) ShopFronts(item, a, along, outwards, length);
        for (; floor + 2.4 < height; floor += 3.1)
        {
            for (var i = 0; i < bays; i++)
            {
                var from = a + along * (bay * (i + 0.5) - wide / 2);
                Panel(item, from - along * 0.09, along, wide + 0.18, floor - 0.09, floor + 1.69, frame, Rgb.Black,
                    outwards);
                var lit = Lot.Chance(0.32) ? Rgb.Lerp(new(0.75, 0.5, 0.2), new(0.6, 0.62, 0.55),
                    Lot.Unit()) * Lot.Range(0.35, 1) : Rgb.Black;
                Panel(item, from, along, wide, floor, floor + 1.6, Rgb.Of(54, 66, 82), lit, outwards * 1.6,
                    Material.Glass);
                if (Lot.Chance(0.4))
                    Panel(item, from, along, wide * Lot.Range(0.25, 0.5), floor, floor + 1.6, Rgb.Of(206, 200, 186),
                        lit * 0.7, outwards * 2.2);
            }
        }
    }

    private void ShopFronts(int item, Vec3 a, Vec3 along, Vec3 outwards, double length)
    {
        for (double s = 0.4; s + 4 < length;)
        {
            var width = Math.Min(Lot.Range(4.5, 7.5), length - s - 0.4);
            var from = a + along * s;
            var sign = Rgb.Of(Lot.Below(200) + 30, Lot.Below(160) + 30, Lot.Below(160) + 40);
            var warm = Lot.Chance(0.7) ? new Rgb(0.95, 0.7, 0.38) * Lot.Range(0.5, 1) : new Rgb(0.03, 0.03, 0.04);
            Panel(item, from, along, width, 0.35, 2.75, Rgb.Of(70, 80, 90), warm, outwards, Material.Glass);
            for (var x = 0.0; x <= width; x += width / 3)
                Panel(item, from + along * x, along, 0.12, 0.0, 2.8, Rgb.Grey(50), Rgb.Black, outwards * 2);
            Panel(item, from + along * (width * 0.4), along, 1.0, 0.05, 2.3, Rgb.Of(58, 52, 50), warm * 0.4,
                outwards * 2.5);
            Panel(item, from, along, width, 2.8, 3.4, sign, sign * 0.35, outwards * 2);
            if (Lot.Chance(0.4)) Awning(item, from, along, width, outwards.Unit(), sign);
            s += width + Lot.Range(0.4, 1.2);
        }
    }

    private void Awning(int item, Vec3 from, Vec3 along, double width, Vec3 outwards, Rgb colour)
    {
        for (double s = 0; s + 0.01 < width; s += 0.6)
        {
            var stripe = (int)(s / 0.6) % 2 == 0 ? colour : Rgb.Grey(228);
            Vec3 a = from + along * s + new Vec3(0, 0, 2.8), b = from + along * Math.Min(s + 0.6, width) + new Vec3(0,
                0, 2.8);
            var drop = outwards * 1.1 + new Vec3(0, 0, -0.55);
            Piece(item, [a, b, b + drop, a + drop], stripe, Material.Plain);
        }
    }

    private void Panel(
        int item, Vec3 from, Vec3 along, double width, double low, double high, Rgb colour, Rgb emission, Vec3 outwards,
        Material material = Material.Plain)
    {
        Vec3 a = from + outwards, b = a + along * width;
        Piece(item, [a with { Z = low }, b with { Z = low }, b with { Z = high }, a with { Z = high }], colour,
            material, emission);
    }

    /// <summary>A leafy tree: a trunk under some hundred tufts of leaves, darker inside and below.</summary>
    public void Tree(double x, double y, double height)
    {
        var item = Item(x - 0.3, y - 0.3, x + 0.3, y + 0.3);
        var crown = height * 0.36;
        Vec3 centre = new(x, y, height - crown);
        Box(item, new(x - 0.14, y - 0.14, 0), new(x + 0.14, y + 0.14, height - crown * 1.4), Rgb.Of(84, 66, 50),
            Material.Foliage);
        var green = Lot.Pick<Rgb>(Greens);
        var right = (centre - _eye).Cross(new Vec3(0, 0, 1)).Unit();
        var up = right.Cross(centre - _eye).Unit();
        for (var i = 0; i < 150; i++)
        {
            Vec3 d = new Vec3(Lot.Normal(), Lot.Normal(), Lot.Normal()).Unit() * Math.Sqrt(Lot.Range(0.15, 1));
            var at = centre + new Vec3(d.X * crown * 0.95, d.Y * crown * 0.95, d.Z * crown * 1.1);
            var radius = Lot.Range(0.2, 0.42) * crown * 0.62;
            var corners = new Vec3[7];
            for (var k = 0; k < 7; k++)
            {
                var angle = k * 2 * Math.PI / 7 + d.X;
                var r = radius * Lot.Range(0.7, 1.15);
                corners[k] = at + right * (SceneMath.Cos(angle) * r) + up * (SceneMath.Sin(angle) * r * 0.8);
            }

            var shade = 0.5 + 0.35 * (d.Z * 0.5 + 0.5) + Lot.Range(-0.1, 0.18);
            Piece(item, corners, green * shade, Material.Foliage, default, (d + new Vec3(0, 0, 0.35)).Unit());
            if (i % 3 == 0)
                Shadow([at + new Vec3(-radius, -radius, 0), at + new Vec3(radius, -radius, 0),
                    at + new Vec3(radius, radius, 0), at + new Vec3(-radius, radius, 0)], 200);
        }
    }

    /// <summary>A row of clipped bushes.</summary>
    public void Hedge(double x0, double y0, double x1, double y1, double height)
    {
        var item = Item(x0, y0, x1, y1);
        Box(item, new(x0, y0, 0), new(x1, y1, height), Lot.Pick<Rgb>(Greens) * 0.75, Material.Foliage);
    }

    /// <summary>A street lamp whose arm reaches over the road.</summary>
    public void Lamp(double x, double y, double armX, double armY, double height = 8)
    {
        var item = Item(x - 0.1, y - 0.1, x + 0.1, y + 0.1);
        var metal = Rgb.Grey(112);
        Box(item, new(x - 0.09, y - 0.09, 0), new(x + 0.09, y + 0.09, height), metal, Material.Plain);
        double hx = x + armX, hy = y + armY;
        Box(item, new(Math.Min(x, hx) - 0.06, Math.Min(y, hy) - 0.06, height - 0.1),
            new(Math.Max(x, hx) + 0.06, Math.Max(y, hy) + 0.06, height), metal, Material.Plain);
        Box(item, new(hx - 0.32, hy - 0.32, height - 0.24), new(hx + 0.32, hy + 0.32, height - 0.1), Rgb.Grey(206),
            Material.Plain, new Rgb(2.2, 1.8, 1.1));
        Piece(item, [new(hx - 0.3, hy - 0.3, height - 0.25), new(hx + 0.3, hy - 0.3, height - 0.25),
            new(hx + 0.3, hy + 0.3, height - 0.25), new(hx - 0.3, hy + 0.3, height - 0.25)], Rgb.Grey(230),
            Material.Plain, new Rgb(2.6, 2.1, 1.3));
        Lamps.Add(new(new(hx, hy, height), new Rgb(0.62, 0.45, 0.24), 8.5));
    }

    /// <summary>A crash barrier along the y axis.</summary>
    public void Rail(double x, double y0, double y1)
    {
        for (var y = y0; y < y1; y += 12)
        {
            var item = Item(x - 0.1, y, x + 0.1, Math.Min(y + 12, y1));
            Box(item, new(x - 0.05, y, 0.42), new(x + 0.05, Math.Min(y + 12, y1), 0.76), Rgb.Grey(178),
                Material.Plain, casts: 0);
            for (var k = y; k < Math.Min(y + 12, y1); k += 2)
                Box(item, new(x - 0.05, k, 0), new(x + 0.05, k + 0.1, 0.7), Rgb.Grey(120), Material.Plain, casts: 0);
        }

        Shadow([new(x, y0, 0.4), new(x, y1, 0.4), new(x, y1, 0.76), new(x, y0, 0.76)], 200);
    }

    /// <summary>A traffic light on a pole that looks along a direction.</summary>
    public void Signal(double x, double y, double facingX, double facingY, int group)
    {
        var item = Item(x - 0.12, y - 0.12, x + 0.12, y + 0.12);
        Box(item, new(x - 0.06, y - 0.06, 0), new(x + 0.06, y + 0.06, 2.6), Rgb.Grey(92), Material.Plain);
        Box(item, new(x - 0.17, y - 0.17, 2.5), new(x + 0.17, y + 0.17, 3.5), Rgb.Grey(26), Material.Plain);
        Signals.Add(new(new(x, y, 3.0), new(facingX, facingY, 0), group, item));
    }

    /// <summary>A short post that keeps cars off the pavement.</summary>
    public void Bollard(double x, double y)
    {
        var item = Item(x - 0.1, y - 0.1, x + 0.1, y + 0.1);
        Box(item, new(x - 0.08, y - 0.08, 0), new(x + 0.08, y + 0.08, 0.85), Rgb.Grey(58), Material.Plain);
        Box(item, new(x - 0.085, y - 0.085, 0.66), new(x + 0.085, y + 0.085, 0.76), Rgb.Grey(220), Material.Plain,
            casts: 0);
    }

    /// <summary>A bench that faces along y.</summary>
    public void Bench(double x, double y)
    {
        var item = Item(x - 0.9, y - 0.3, x + 0.9, y + 0.3);
        var wood = Rgb.Of(132, 92, 58);
        Box(item, new(x - 0.9, y - 0.25, 0.4), new(x + 0.9, y + 0.25, 0.47), wood, Material.Plain);
        Box(item, new(x - 0.9, y + 0.22, 0.47), new(x + 0.9, y + 0.28, 0.9), wood, Material.Plain);
        foreach (var leg in (ReadOnlySpan<double>)[-0.75, 0.7])
            Box(item, new(x + leg, y - 0.22, 0), new(x + leg + 0.06, y + 0.22, 0.42), Rgb.Grey(50), Material.Plain);
    }

    /// <summary>A glazed shelter with a roof, open towards lower y.</summary>
    public void Shelter(double x, double y)
    {
        var item = Item(x - 2, y - 0.7, x + 2, y + 0.7);
        foreach (var post in (ReadOnlySpan<double>)[-1.95, 0, 1.9])
            Box(item, new(x + post, y + 0.55, 0), new(x + post + 0.08, y + 0.63, 2.4), Rgb.Grey(70), Material.Plain);
        Box(item, new(x - 2, y + 0.58, 0.3), new(x + 2, y + 0.6, 2.2), Rgb.Of(120, 142, 150), Material.Glass,
            new Rgb(0.1, 0.1, 0.09));
        Box(item, new(x - 2.1, y - 0.8, 2.4), new(x + 2.1, y + 0.75, 2.55), Rgb.Grey(84), Material.Plain);
        Lamps.Add(new(new(x, y, 2.4), new Rgb(0.3, 0.3, 0.27), 2.6));
    }

    /// <summary>Hills and roofs on the horizon all round.</summary>
    public void Skyline(double distance)
    {
        for (var i = 0; i < 90; i++)
        {
            var angle = Lot.Range(0, 2 * Math.PI);
            var at = _eye + new Vec3(SceneMath.Cos(angle), SceneMath.Sin(angle), 0) * (distance * Lot.Range(0.8, 1.6));
            double half = Lot.Range(6, 16), height = Lot.Range(7, 26);
            var side = new Vec3(-SceneMath.Sin(angle), SceneMath.Cos(angle), 0);
            var lit = Lot.Chance(0.5) ? new Rgb(0.1, 0.08, 0.05) : Rgb.Black;
            Vec3 a = at - side * half, b = at + side * half;
            Piece(0, [a with { Z = 0 }, b with { Z = 0 }, b with { Z = height }, a with { Z = height }],
                Lot.Pick<Rgb>(Facades) * 0.7, Material.Plaster, lit);
        }
    }
}
