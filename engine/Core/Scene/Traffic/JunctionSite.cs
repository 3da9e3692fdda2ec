using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.World;

namespace Sluice.Core.Scene.Traffic;

/// <summary>A signalled junction of two streets, seen from a pole on its corner.</summary>
internal static class JunctionSite
{
    private const double Half = 4.7;
    private const double Walk = 7.7;
    private const double Bar = 10.3;

    public static Site Build(SceneOptions options, Pcg32 lot)
    {
        var eye = new Vec3(lot.Range(-15.5, -13.5), lot.Range(-15.5, -13.5), lot.Range(6.6, 7.6));
        var camera = new SceneCamera(eye, new(lot.Range(0.5, 2.5), lot.Range(0.5, 2.5), 0), 0.74, options.WidthPx,
            options.HeightPx);
        var world = new WorldBuilder(eye, lot);
        Ground(world);
        Sides(world, lot);
        return new Site(camera, world, Routes(), 5, true);
    }

    private static void Ground(WorldBuilder w)
    {
        w.Skyline(220);
        w.Ground(-300, -300, 300, 300, Surfaces.Grass, Material.Grass);
        w.Ground(-60, -60, 90, 90, Surfaces.Paving, Material.Paving);
        w.Ground(-Half - 0.2, -120, Half + 0.2, 220, Surfaces.Kerb, Material.Plain);
        w.Ground(-120, -Half - 0.2, 220, Half + 0.2, Surfaces.Kerb, Material.Plain);
        w.Ground(-Half, -120, Half, 220, Surfaces.Asphalt, Material.Asphalt);
        w.Ground(-120, -Half, 220, Half, Surfaces.Asphalt, Material.Asphalt);
        foreach (var side in (ReadOnlySpan<double>)[-1, 1])
        {
            w.Line(0, side * Bar, 0, side * 90, 0.14, Surfaces.White);
            w.Line(side * Bar, 0, side * 90, 0, 0.14, Surfaces.White);
            w.Dashes(3.2, side * Bar, 3.2, side * 90, 0.1, 1, 1, Surfaces.White);
            w.Dashes(-3.2, side * Bar, -3.2, side * 90, 0.1, 1, 1, Surfaces.White);
            w.Dashes(side * Bar, 3.2, side * 90, 3.2, 0.1, 1, 1, Surfaces.White);
            w.Dashes(side * Bar, -3.2, side * 90, -3.2, 0.1, 1, 1, Surfaces.White);
            w.Zebra(-Half, side * Walk, Half, side * Walk, 3);
            w.Zebra(side * Walk, -Half, side * Walk, Half, 3);
        }

        w.Line(0.1, -Bar, Half - 0.1, -Bar, 0.4, Surfaces.White);
        w.Line(-0.1, Bar, -Half + 0.1, Bar, 0.4, Surfaces.White);
        w.Line(-Bar, -0.1, -Bar, -Half + 0.1, 0.4, Surfaces.White);
        w.Line(Bar, 0.1, Bar, Half - 0.1, 0.4, Surfaces.White);
        w.Ground(-1.4, 1.6, -0.6, 2.4, Rgb.Grey(70), Material.Plain);
        w.Ground(2.0, -2.6, 2.7, -1.9, Rgb.Grey(74), Material.Plain);
    }

    private static void Sides(WorldBuilder w, Pcg32 lot)
    {
        w.Building(13, 13, 32, 30, lot.Range(12, 18), true);
        w.Building(32.2, 13, 50, 28, lot.Range(10, 16), true);
        w.Building(13, 30.2, 28, 52, lot.Range(10, 16), true);
        w.Building(-34, 15, -14, 34, lot.Range(10, 15), true);
        w.Building(-34, 34.4, -13, 62, lot.Range(9, 14), true);
        w.Building(15, -34, 36, -14, lot.Range(10, 15), true);
        w.Building(36.4, -32, 62, -13, lot.Range(9, 14), true);
        for (var k = 16.0; k < 70; k += 14)
        {
            w.Tree(-9.8, k + lot.Range(0, 3), lot.Range(5, 6.5));
            w.Tree(k + lot.Range(0, 3), -9.8, lot.Range(5, 6.5));
            w.Tree(10.2, k + 4, lot.Range(4.5, 6));
            w.Tree(k + 4, 10.2, lot.Range(4.5, 6));
        }

        foreach (var (x, y, ax, ay) in (ReadOnlySpan<(double, double, double, double)>)[(-6.0, 12, 2.2, 0),
            (6, 22, -2.2, 0), (12, 6, 0, -2.2), (22, -6, 0, 2.2), (-6, 36, 2.2, 0), (38, -6, 0, 2.2),
            (-16, 6, 0, -2.2), (6, -16, -2.2, 0)])
            w.Lamp(x, y, ax, ay, 7.5);
        w.Signal(5.4, -5.6, 0, -1, 0);
        w.Signal(-5.4, 5.6, 0, 1, 0);
        w.Signal(-5.6, -5.4, -1, 0, 1);
        w.Signal(5.6, 5.4, 1, 0, 1);
        w.Signal(5.4, 9.4, 0, -1, 0);
        w.Signal(9.4, -5.4, -1, 0, 1);
        for (var k = 0; k < 4; k++)
        {
            w.Bollard(5.6 + k * 1.3, 5.9);
            w.Bollard(-5.7 - k * 1.3, -5.9);
        }

        w.Bench(-11, 11.5);
        w.Hedge(-13, 9.6, -11, 12.6, 0.8);
    }

    private static List<Route> Routes()
    {
        const double S = 55, N = 95;
        var routes = new List<Route>();
        // Each approach goes straight on or turns right; crossings 0 south, 1 north, 2 west, 3 east of the middle.
        Approach(0, 0, new(1.75, -S, 0), new(1.75, N, 0), new(1.75, -1.75, 0), new(N, -1.75, 0), S, 0, 1, 3);
        Approach(1, 0, new(-1.75, N, 0), new(-1.75, -S, 0), new(-1.75, 1.75, 0), new(-S, 1.75, 0), N, 1, 0, 2);
        Approach(2, 1, new(-S, -1.75, 0), new(N, -1.75, 0), new(-1.75, -1.75, 0), new(-1.75, -S, 0), S, 2, 3, 0);
        Approach(3, 1, new(N, 1.75, 0), new(-S, 1.75, 0), new(1.75, 1.75, 0), new(1.75, N, 0), N, 3, 2, 1);
        Bike(4, 0, new(3.9, -S, 0), new(3.9, 70, 0), S);
        Bike(5, 0, new(-3.9, 80, 0), new(-3.9, -S, 0), 80);
        Bike(6, 1, new(-S, -3.9, 0), new(70, -3.9, 0), S);
        Bike(7, 1, new(80, 3.9, 0), new(-S, 3.9, 0), 80);
        Walkers(8, 2, 0, new(-Walk, -30, 0), new(-Walk, 45, 0), 30);
        Walkers(9, 2, 0, new(-Walk, 45, 0), new(-Walk, -30, 0), 45);
        Walkers(10, 3, 0, new(Walk, -30, 0), new(Walk, 45, 0), 30);
        Walkers(11, 3, 0, new(Walk, 45, 0), new(Walk, -30, 0), 45);
        Walkers(12, 0, 1, new(-30, -Walk, 0), new(45, -Walk, 0), 30);
        Walkers(13, 0, 1, new(45, -Walk, 0), new(-30, -Walk, 0), 45);
        Walkers(14, 1, 1, new(-30, Walk, 0), new(45, Walk, 0), 30);
        Walkers(15, 1, 1, new(45, Walk, 0), new(-30, Walk, 0), 45);
        routes.Add(new(RouteKind.Pedestrians, 16, 1.8, 0, [new(-8, 16, 0), new(8, 19, 0)]) { EventOnly = true,
            Walks = [(2.5, 13.5, 4)] });
        return routes;

        void Approach(int entry, int group, Vec3 from, Vec3 to, Vec3 corner, Vec3 right, double before, int near,
            int across, int turned)
        {
            var stop = (before - Bar - 0.3, group);
            var yield = before - Walk - 1.8;
            var jay = entry == 0 ? before + 14 : entry == 1 ? before - 21 : -1;
            List<(double, int)> yields = [(yield, near), (before + Walk - 1.8, across)];
            if (jay > 0) yields.Add((jay, 4));
            routes.Add(new(RouteKind.Vehicles, entry, 10, 6.5, [from, to]) { Trucks = 0.13, Buses = 0.1, Stop = stop,
                Yields = yields });
            routes.Add(new(RouteKind.Vehicles, entry, 9, 2.2, [from, corner, right], 4)
            {
                Trucks = 0.06, Buses = 0.03, Stop = stop, SplitsAt = before - 5,
                    Yields = [(yield, near), (before + Walk - 5.5, turned)],
            });
        }

        void Bike(int entry, int group, Vec3 from, Vec3 to, double before) =>
            routes.Add(new(RouteKind.Bicycles, entry, 4.8, 2, [from, to]) { Spread = 0.25,
                Stop = (before - Bar - 0.3, group) });

        void Walkers(int entry, int crossing, int group, Vec3 from, Vec3 to, double before) =>
            routes.Add(new(RouteKind.Pedestrians, entry, 1.4, 1.9, [from, to])
            {
                Spread = 1.1, Stop = (before - Half - 0.9, group),
                    Walks = [(before - Half - 0.4, before + Half + 0.4, crossing)],
            });
    }
}
