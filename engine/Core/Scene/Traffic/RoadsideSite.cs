using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.World;

namespace Sluice.Core.Scene.Traffic;

/// <summary>A shopping street seen from the pavement, little above head height.</summary>
internal static class RoadsideSite
{
    public static Site Build(SceneOptions options, Pcg32 lot)
    {
        var eye = new Vec3(lot.Range(-9.2, -8.2), 0, lot.Range(3.2, 3.9));
        var camera = new SceneCamera(eye, new(lot.Range(1.2, 3.2), 17, 0.7), 0.82, options.WidthPx, options.HeightPx);
        var world = new WorldBuilder(eye, lot);
        Ground(world);
        Sides(world, lot);
        return new Site(camera, world, Routes(), 1, false);
    }

    private static void Ground(WorldBuilder w)
    {
        w.Skyline(240);
        w.Ground(-300, -10, 300, 500, Surfaces.Grass, Material.Grass);
        w.Ground(-11, -10, 10.6, 300, Surfaces.Paving, Material.Paving);
        w.Ground(-5.6, -10, 5.6, 300, Surfaces.Kerb, Material.Plain);
        w.Ground(-5.4, -10, 5.4, 300, Surfaces.Asphalt, Material.Asphalt);
        w.Ground(3.5, -10, 5.2, 300, Surfaces.CyclePath * 0.9, Material.Asphalt);
        w.Ground(-5.2, -10, -3.5, 300, Surfaces.CyclePath * 0.9, Material.Asphalt);
        foreach (var lane in (ReadOnlySpan<double>)[-1.75, 1.75])
            foreach (var tyre in (ReadOnlySpan<double>)[-0.75, 0.75])
                w.Tyres(lane + tyre, -10, lane + tyre, 300);
        w.Dashes(0, 0, 0, 160, 0.14, 3, 4.5, Surfaces.White);
        w.Line(3.5, -5, 3.5, 200, 0.12, Surfaces.White);
        w.Line(-3.5, -5, -3.5, 200, 0.12, Surfaces.White);
        w.Ground(-1.2, 11.5, -0.4, 12.3, Rgb.Grey(72), Material.Plain);
    }

    private static void Sides(WorldBuilder w, Pcg32 lot)
    {
        for (var y = -8.0; y < 150;)
        {
            var front = lot.Range(10, 17);
            w.Building(10.8, y, 23, y + front, lot.Range(9, 16), true);
            y += front + (lot.Chance(0.2) ? 3 : 0.05);
        }

        for (var y = 34.0; y < 150;)
        {
            var front = lot.Range(10, 17);
            w.Building(-24, y, -11.4, y + front, lot.Range(9, 15), true);
            y += front + 0.05;
        }

        for (var y = 11.0; y < 110; y += 17)
        {
            w.Tree(6.5, y + lot.Range(-1, 1), lot.Range(5, 6.6));
            w.Lamp(6.4, y + 8, -1.8, 0, 6.5);
        }

        for (var y = 27.0; y < 110; y += 19)
        {
            w.Lamp(-6.6, y, 1.8, 0, 6.5);
            w.Tree(-6.7, y + 9, lot.Range(5, 6.4));
        }

        for (var y = 13.0; y < 24; y += 2) w.Bollard(5.9, y);
        w.Bench(8.8, 19);
    }

    private static List<Route> Routes()
    {
        (double, int)[] Yield(double at) => [(at, 0)];
        return
        [
            new(RouteKind.Vehicles, 0, 10, 10, [new(1.75, -14, 0), new(1.75, 150, 0)]) { Trucks = 0.14, Buses = 0.12,
                Yields = Yield(26) },
            new(RouteKind.Vehicles, 1, 10, 10, [new(-1.75, 150, 0), new(-1.75, -14, 0)]) { Trucks = 0.14,
                Buses = 0.12, Yields = Yield(128) },
            new(RouteKind.Bicycles, 2, 4.8, 4.5, [new(4.35, -6, 0), new(4.35, 90, 0)]) { Spread = 0.3 },
            new(RouteKind.Bicycles, 3, 4.8, 4, [new(-4.35, 90, 0), new(-4.35, -8, 0)]) { Spread = 0.3 },
            new(RouteKind.Pedestrians, 4, 1.35, 5, [new(8.6, -2, 0), new(8.6, 70, 0)]) { Spread = 1.2 },
            new(RouteKind.Pedestrians, 5, 1.35, 5, [new(8.0, 70, 0), new(8.0, -2, 0)]) { Spread = 1.2 },
            new(RouteKind.Pedestrians, 6, 1.35, 2.2, [new(-7.6, 75, 0), new(-7.2, 3, 0)]) { Spread = 0.5 },
            new(RouteKind.Pedestrians, 7, 1.35, 1.6, [new(-7.0, 3, 0), new(-7.8, 75, 0)]) { Spread = 0.5 },
            new(RouteKind.Pedestrians, 8, 1.8, 0, [new(8.2, 22, 0), new(5, 20, 0),
                new(-7.5, 16, 0)]) { EventOnly = true, Walks = [(2.5, 15, 0)] },
        ];
    }
}
