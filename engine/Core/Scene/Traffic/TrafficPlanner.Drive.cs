using Sluice.Core.Scene.Models;

namespace Sluice.Core.Scene.Traffic;

internal sealed partial class TrafficPlanner
{
    private const double Gap = 2.2;
    private const double Headway = 1.2;

    // One queue of riders or drivers through an entry, from the first tick to the last. The car-following rule is the
    // intelligent driver model (Treiber, Hennecke, Helbing 2000).
    private void DriveEntry(Route[] routes, List<PlannedEvent> events)
    {
        var bicycles = routes[0].Kind == RouteKind.Bicycles;
        var rate = routes.Sum(r => r.PerMinute) * _options.Density / 60;
        var due = new Queue<PlannedEvent>(events.Where(e => Concerns(e, routes[0])));
        var active = new List<Driver>();
        var next = -WarmUp + (rate > 0 ? Wait(rate) * _lot.Unit() : double.MaxValue);
        for (var tick = 0; tick < _ticks; tick++)
        {
            var now = tick * Tick - WarmUp;
            if (due.TryPeek(out var e) && now >= e.At && Free(active))
            {
                due.Dequeue();
                active.Add(Enter(routes, bicycles, now, e.Kind));
            }
            else if (rate > 0 && now >= next && Free(active))
            {
                next = now + Wait(rate);
                active.Add(Enter(routes, bicycles, now, RareEvent.None));
            }

            foreach (var driver in active) driver.Plan(Acceleration(driver, active, now, tick));
            foreach (var driver in active) driver.Step(Tick);
            active.RemoveAll(d => d.Mover.Along >= d.Mover.Route.Length);
        }
    }

    private bool Concerns(PlannedEvent e, Route route)
    {
        var kind = e.Kind switch
        {
            RareEvent.WrongWayCyclist => RouteKind.Bicycles,
            RareEvent.StoppedVehicle or RareEvent.Emergency => RouteKind.Vehicles,
            _ => RouteKind.Pedestrians,
        };
        if (kind != route.Kind) return false;
        var entries = _site.Routes.Where(r => r.Kind == kind).Select(r => r.Entry).Distinct().ToArray();
        return entries[(int)(e.At * 7.3) % entries.Length] == route.Entry;
    }

    private static bool Free(List<Driver> active) =>
        active.Count == 0 || active[^1].Mover.Along > active[^1].Mover.Look.Length + Gap + 5
            || active[^1].Mover.Backwards;

    private Driver Enter(Route[] routes, bool bicycles, double now, RareEvent rare)
    {
        var pick = _lot.Unit() * routes.Sum(r => r.PerMinute);
        var route = routes[0];
        foreach (var candidate in routes)
        {
            route = candidate;
            pick -= candidate.PerMinute;
            if (pick < 0) break;
        }

        var roll = _lot.Unit();
        var kind = bicycles ? MoverKind.Cyclist : roll < route.Trucks ? MoverKind.Truck
            : roll < route.Trucks + route.Buses ? MoverKind.Bus : MoverKind.Car;
        var look = MoverLook.Draw(kind, _lot);
        // Long vehicles do not fit round the corner.
        while (route.SplitsAt < double.MaxValue && look.Length > 9.7) look = MoverLook.Draw(MoverKind.Car, _lot);
        if (rare == RareEvent.Emergency) look = MoverLook.Patrol(_lot);
        var speed = route.Speed * _lot.Range(0.86, 1.14) * (kind is MoverKind.Truck or MoverKind.Bus ? 0.9
            : 1) * (rare == RareEvent.Emergency ? 1.35 : 1);
        var mover = new Mover(route, look, now, _lot.Range(-route.Spread, route.Spread),
            rare) { Backwards = rare == RareEvent.WrongWayCyclist };
        _movers.Add(mover);
        var driver = new Driver(mover, speed);
        if (rare == RareEvent.StoppedVehicle) driver.BreakDown(Focus(route), _lot.Range(7, 12));
        return driver;
    }

    // The point of a route nearest to the picture's middle.
    private double Focus(Route route)
    {
        double best = double.MaxValue, at = route.Length / 2;
        for (double s = 0; s < route.Length; s += 1)
        {
            var (x, y, depth) = _site.Camera.Project(route.At(s));
            if (depth < 4) continue;
            double dx = x / _site.Camera.WidthPx - 0.5, dy = y / _site.Camera.HeightPx - 0.55;
            if (dx * dx + dy * dy < best) (best, at) = (dx * dx + dy * dy, s);
        }

        return at;
    }

    private double Acceleration(Driver driver, List<Driver> active, double now, int tick)
    {
        var mover = driver.Mover;
        var route = mover.Route;
        double s = mover.Along, front = s + mover.Look.Length / 2, v = driver.Speed;
        var wanted = driver.Wanted;
        if (route.SplitsAt < double.MaxValue && s > route.SplitsAt - 14 && s < route.SplitsAt + 12)
            wanted = Math.Min(wanted, 5.5);
        var free = v / wanted;
        var a = 1.6 * (1 - free * free * free * free);
        if (mover.Backwards) return a;
        if (Leader(driver, active) is { } leader)
            a = Math.Min(a,
                Follow(v, wanted, v - leader.Speed, leader.Mover.Along - leader.Mover.Look.Length / 2 - front));
        if (route.Stop is { } stop && SignalPlan.State(stop.Group, now) != 0)
            a = Math.Min(a, Hold(v, wanted, stop.At - front));
        foreach (var (at, crossing) in route.Yields)
            if (_occupied[crossing][tick]) a = Math.Min(a, Hold(v, wanted, at - front));
        if (driver.StopsAt is { } stopsAt && driver.Rests(now))
            a = Math.Min(a, Hold(v, wanted, stopsAt + mover.Look.Length / 2 - front));
        return a;
    }

    private static Driver? Leader(Driver driver, List<Driver> active)
    {
        for (var i = active.IndexOf(driver) - 1; i >= 0; i--)
        {
            var ahead = active[i];
            if (ahead.Mover.Backwards) continue;
            var shared = Math.Min(ahead.Mover.Route.SplitsAt, driver.Mover.Route.SplitsAt);
            if (ahead.Mover.Route == driver.Mover.Route || ahead.Mover.Along - ahead.Mover.Look.Length / 2 < shared)
                return ahead;
        }

        return null;
    }

    // A line to stop at counts only while stopping there is still comfortable.
    private static double Hold(double v, double wanted, double distance) =>
        distance < -0.5 || v * v / (2 * Math.Max(distance, 0.1)) > 5 && distance > 0.5 ? 99
            : Follow(v, wanted, v, Math.Max(distance + Gap - 0.6, 0.4));

    private static double Follow(double v, double wanted, double closing, double gap)
    {
        var free = v / wanted;
        var desired = Gap + Math.Max(0, v * Headway + v * closing / (2 * 2.0));
        var ratio = desired / Math.Max(gap, 0.3);
        return 1.6 * (1 - free * free * free * free - ratio * ratio);
    }
}
