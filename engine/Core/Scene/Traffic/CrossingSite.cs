using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.World;

namespace Sluice.Core.Scene.Traffic;

/// <summary>A zebra crossing between a park and a square, from a high pole.</summary>
internal static class CrossingSite
{
    private const double Zebra = -2;

    public static Site Build(SceneOptions options, Pcg32 lot)
    {
        var eye = new Vec3(lot.Range(5.5, 8.5), lot.Range(-14.5, -12.5), lot.Range(8.8, 10.2));
        var camera = new SceneCamera(eye, new(lot.Range(-1.8, -0.4), 2.4, 0), 0.8, options.WidthPx, options.HeightPx);
        var world = new WorldBuilder(eye, lot);
        Ground(world);
        Sides(world, lot);
        return new Site(camera, world, Routes(), 2, false);
    }

    private static void Ground(WorldBuilder w)
    {
        w.Skyline(200);
        w.Ground(-300, -60, 300, 300, Surfaces.Grass, Material.Grass);
        w.Ground(-200, -10.2, 200, 10.4, Surfaces.Paving, Material.Paving);
        w.Ground(-24, 10.4, 24, 24, Rgb.Of(176, 166, 150), Material.Paving);
        w.Ground(-4.2, -30, 0.2, -10.2, Surfaces.Gravel, Material.Asphalt);
        w.Ground(-200, -5.5, 200, 5.5, Surfaces.Kerb, Material.Plain);
        w.Ground(-200, -5.3, 200, 5.3, Surfaces.Asphalt, Material.Asphalt);
        w.Ground(-200, 3.5, 200, 5.1, Surfaces.CyclePath * 0.92, Material.Asphalt);
        w.Ground(-200, -5.1, 200, -3.5, Surfaces.CyclePath * 0.92, Material.Asphalt);
        foreach (var lane in (ReadOnlySpan<double>)[-1.75, 1.75])
            foreach (var tyre in (ReadOnlySpan<double>)[-0.75, 0.75])
                w.Tyres(-200, lane + tyre, 200, lane + tyre);
        foreach (var side in (ReadOnlySpan<double>)[-1, 1])
        {
            w.Line(-160, side * 3.5, Zebra - 2.6, side * 3.5, 0.12, Surfaces.White);
            w.Line(Zebra + 2.6, side * 3.5, 160, side * 3.5, 0.12, Surfaces.White);
        }

        w.Dashes(Zebra - 6, 0, -120, 0, 0.14, 3, 4, Surfaces.White);
        w.Dashes(Zebra + 6, 0, 120, 0, 0.14, 3, 4, Surfaces.White);
        w.Line(Zebra + 3.4, 0.2, Zebra + 3.4, 3.3, 0.35, Surfaces.White);
        w.Line(Zebra - 3.4, -0.2, Zebra - 3.4, -3.3, 0.35, Surfaces.White);
        w.Zebra(Zebra, -5.2, Zebra, 5.2, 4);
        w.Ground(6, 0.8, 6.8, 1.6, Rgb.Grey(72), Material.Plain);
    }

    private static void Sides(WorldBuilder w, Pcg32 lot)
    {
        for (var x = -90.0; x < 80;)
        {
            var front = lot.Range(11, 18);
            w.Building(x, 25, x + front, 40, lot.Range(10, 17), true);
            x += front + (lot.Chance(0.25) ? 3 : 0.05);
        }

        for (var x = -42.0; x < 40; x += lot.Range(7, 10))
        {
            if (Math.Abs(x - Zebra) > 3.5) w.Tree(x, 12.5 + lot.Range(0, 1.5), lot.Range(4.6, 6.2));
            if (lot.Chance(0.6) && Math.Abs(x - Zebra) > 3.5) w.Tree(x + 3, 19 + lot.Range(0, 2), lot.Range(5, 6.5));
        }

        foreach (var x in (ReadOnlySpan<double>)[-34, -17, -5.4, 11, 28]) w.Lamp(x, 6.3, 0, -2.0, 7);
        foreach (var x in (ReadOnlySpan<double>)[-26, -9]) w.Lamp(x, -6.5, 0, 2.0, 7);
        w.Shelter(9, 9);
        w.Bench(-9, 11.4);
        w.Bench(4.6, 14);
        for (var x = -12.0; x < 8; x += 2.1)
        {
            if (Math.Abs(x - Zebra) < 3) continue;
            w.Bollard(x, 5.9);
        }

        w.Hedge(-22, -11.5, -5.2, -10.6, 0.9);
        w.Lamps.Add(new(new(Zebra, 0, 6), new Rgb(0.5, 0.48, 0.42), 5));
    }

    private static List<Route> Routes()
    {
        List<(double, int)> Yields(double zebra, double jay) => zebra < jay ? [(zebra, 0), (jay, 1)]
            : [(jay, 1), (zebra, 0)];
        return
        [
            new(RouteKind.Vehicles, 0, 9.5, 9, [new(-70, -1.75, 0), new(60, -1.75, 0)]) { Trucks = 0.14, Buses = 0.13,
                Yields = Yields(64.2, 76.5) },
            new(RouteKind.Vehicles, 1, 9.5, 9, [new(70, 1.75, 0), new(-70, 1.75, 0)]) { Trucks = 0.14, Buses = 0.13,
                Yields = Yields(68.2, 58) },
            new(RouteKind.Bicycles, 2, 4.8, 4.5, [new(-50, -4.3, 0), new(34, -4.3, 0)]) { Spread = 0.3,
                Yields = [(44.6, 0)] },
            new(RouteKind.Bicycles, 3, 4.8, 4.5, [new(40, 4.3, 0), new(-50, 4.3, 0)]) { Spread = 0.3,
                Yields = [(38.6, 0)] },
            new(RouteKind.Pedestrians, 4, 1.4, 4, [new(-2, -24, 0), new(-2, 18, 0), new(-10, 23, 0)],
                2) { Spread = 1.3, Walks = [(18.4, 29.6, 0)] },
            new(RouteKind.Pedestrians, 5, 1.4, 4, [new(9, 23, 0), new(-2, 15, 0), new(-2, -24, 0)], 2) { Spread = 1.3,
                Walks = [(22.4, 34.4, 0)] },
            new(RouteKind.Pedestrians, 6, 1.4, 3.5, [new(-40, 8.0, 0), new(32, 8.0, 0)]) { Spread = 1.2 },
            new(RouteKind.Pedestrians, 7, 1.4, 3.5, [new(32, 7.4, 0), new(-40, 7.4, 0)]) { Spread = 0.8 },
            new(RouteKind.Pedestrians, 8, 1.4, 2.5, [new(-36, -7.8, 0), new(16, -7.8, 0)]) { Spread = 1.0 },
            new(RouteKind.Pedestrians, 9, 1.4, 2.5, [new(16, -7.2, 0), new(-36, -7.2, 0)]) { Spread = 0.8 },
            new(RouteKind.Pedestrians, 10, 1.8, 0, [new(9, 10, 0), new(7.6, -9, 0)]) { EventOnly = true,
                Walks = [(3, 16, 1)] },
        ];
    }
}
