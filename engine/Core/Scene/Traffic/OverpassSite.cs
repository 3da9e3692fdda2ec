using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.World;

namespace Sluice.Core.Scene.Traffic;

/// <summary>A dual carriageway out of town, seen from a bridge; cycle path and footway on the right.</summary>
internal static class OverpassSite
{
    private const double Far = 230;

    public static Site Build(SceneOptions options, Pcg32 lot)
    {
        var eye = new Vec3(lot.Range(0.6, 2.6), 0, lot.Range(7.0, 8.2));
        var camera = new SceneCamera(eye, new(eye.X + lot.Range(0.2, 1.8), 30, 0), 0.88, options.WidthPx,
            options.HeightPx);
        var world = new WorldBuilder(eye, lot);
        Ground(world);
        Sides(world, lot);
        return new Site(camera, world, Routes(), 1, false);
    }

    private static void Ground(WorldBuilder w)
    {
        w.Skyline(260);
        w.Ground(-300, 0, 300, 600, Surfaces.Grass, Material.Grass);
        w.Ground(-9.6, 0, 9.6, 400, Surfaces.Asphalt, Material.Asphalt);
        w.Ground(-0.7, 0, 0.7, 400, Surfaces.Grass * 0.85, Material.Grass);
        w.Ground(-0.95, 0, -0.7, 400, Surfaces.Kerb, Material.Plain);
        w.Ground(0.7, 0, 0.95, 400, Surfaces.Kerb, Material.Plain);
        w.Ground(10.6, 0, 13.4, 400, Surfaces.CyclePath, Material.Asphalt);
        w.Ground(13.4, 0, 13.6, 400, Surfaces.Kerb, Material.Plain);
        w.Ground(13.6, 0, 16.2, 400, Surfaces.Paving, Material.Paving);
        w.Ground(-15, 0, -12.6, 400, Surfaces.Gravel, Material.Asphalt);
        w.Dashes(12, 0, 12, 240, 0.1, 1, 2, Surfaces.White);
        foreach (var side in (ReadOnlySpan<double>)[-1, 1])
        {
            w.Line(side * 1.15, 0, side * 1.15, 400, 0.16, Surfaces.White);
            w.Line(side * 8.0, 0, side * 8.0, 400, 0.2, Surfaces.White);
            // Tyres polish and stain two tracks in each lane.
            foreach (var lane in (ReadOnlySpan<double>)[2.7, 6.2])
                foreach (var tyre in (ReadOnlySpan<double>)[-0.8, 0.8])
                    w.Tyres(side * lane + tyre, 0, side * lane + tyre, 400);
            w.Dashes(side * 4.45, 2, side * 4.45, 320, 0.16, 4, 7, Surfaces.White);
        }
    }

    private static void Sides(WorldBuilder w, Pcg32 lot)
    {
        w.Rail(0, 8, 200);
        w.Rail(-9.9, 8, 200);
        for (var y = 22.0; y < 210; y += 32)
        {
            w.Lamp(9.4 + 0.8, y, -2.4, 0, 9);
            w.Lamp(-10.3, y + 12, 2.4, 0, 9);
        }

        w.Hedge(17, 10, 18.2, 46, 1.3);
        for (var y = 16.0; y < 200; y += lot.Range(8, 17))
        {
            w.Tree(lot.Range(19, 34), y, lot.Range(6, 10));
            w.Tree(lot.Range(-34, -17.5), y + lot.Range(0, 8), lot.Range(6, 11));
        }

        for (var y = 60.0; y < 260; y += lot.Range(24, 40))
        {
            w.Building(lot.Range(36, 44), y, lot.Range(52, 64), y + lot.Range(14, 22), lot.Range(9, 24), false);
            w.Building(lot.Range(-66, -54), y + 10, lot.Range(-46, -38), y + lot.Range(24, 32), lot.Range(8, 20),
                false);
        }
    }

    private static List<Route> Routes()
    {
        (double, int)[] Yield(double at) => [(at, 0)];
        return
        [
            new(RouteKind.Vehicles, 0, 17, 13, [new(2.7, -6, 0), new(2.7, Far, 0)]) { Trucks = 0.05, Buses = 0.02,
                Yields = Yield(44) },
            new(RouteKind.Vehicles, 1, 14, 13, [new(6.2, -6, 0), new(6.2, Far, 0)]) { Trucks = 0.26, Buses = 0.12,
                Yields = Yield(44) },
            new(RouteKind.Vehicles, 2, 17, 13, [new(-2.7, Far, 0), new(-2.7, -6, 0)]) { Trucks = 0.05, Buses = 0.02,
                Yields = Yield(172) },
            new(RouteKind.Vehicles, 3, 14, 13, [new(-6.2, Far, 0), new(-6.2, -6, 0)]) { Trucks = 0.26, Buses = 0.12,
                Yields = Yield(172) },
            new(RouteKind.Bicycles, 4, 5, 5, [new(12.7, 4, 0), new(12.7, 130, 0)]) { Spread = 0.3 },
            new(RouteKind.Bicycles, 5, 5, 4, [new(11.3, 130, 0), new(11.3, 4, 0)]) { Spread = 0.3 },
            new(RouteKind.Pedestrians, 6, 1.4, 3, [new(14.9, 4, 0), new(14.9, 90, 0)]) { Spread = 0.9 },
            new(RouteKind.Pedestrians, 7, 1.4, 3, [new(14.9, 90, 0), new(14.9, 4, 0)]) { Spread = 0.9 },
            new(RouteKind.Pedestrians, 8, 1.4, 1.5, [new(-13.8, 100, 0), new(-13.8, 6, 0)]) { Spread = 0.7 },
            new(RouteKind.Pedestrians, 9, 1.7, 0, [new(-13, 48, 0), new(15, 46, 0)]) { EventOnly = true,
                Walks = [(4, 21, 0)] },
        ];
    }
}
