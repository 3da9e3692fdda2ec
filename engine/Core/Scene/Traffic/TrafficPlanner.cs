using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Models;

namespace Sluice.Core.Scene.Traffic;

/// <summary>
/// Works out every life of a clip before its first frame: walkers by their own pace, then vehicles that keep their distance,
/// stop at red and give way to walkers.
/// </summary>
internal sealed partial class TrafficPlanner
{
    private const double Tick = 1 / Mover.TicksPerSecond;
    private const double WarmUp = 50;

    private readonly SceneOptions _options;
    private readonly Site _site;
    private readonly ActivitySchedule _schedule;
    private readonly Pcg32 _lot;
    private readonly List<Mover> _movers = [];
    private readonly List<bool[]> _occupied = [];
    private readonly int _ticks;

    public TrafficPlanner(SceneOptions options, Site site, ActivitySchedule schedule, Pcg32 lot)
    {
        (_options, _site, _schedule, _lot) = (options, site, schedule, lot);
        _ticks = (int)((options.Duration.TotalSeconds + WarmUp) * Mover.TicksPerSecond) + 20;
        for (var i = 0; i < site.Crossings; i++) _occupied.Add(new bool[_ticks + 100]);
    }

    /// <summary>Every mover that the camera sees, in order of appearance, numbered from 1.</summary>
    public List<Mover> Plan()
    {
        var events = PlanEvents();
        foreach (var route in _site.Routes)
            if (route.Kind == RouteKind.Pedestrians && !route.EventOnly) PlanWalkers(route);
        foreach (var e in events)
            if (e.Kind is RareEvent.Jaywalker or RareEvent.Animal) PlanCrosser(e);
        foreach (var entry in _site.Routes.Where(r => r.Kind != RouteKind.Pedestrians).GroupBy(r => r.Entry))
            DriveEntry([.. entry], events);
        var seen = new List<(Mover Mover, double From)>();
        foreach (var mover in _movers)
            if (Visible(mover) is { } span && (_options.Quiet <= 0 || _schedule.Holds(span.From, span.To)))
                seen.Add((mover, span.From));
        seen.Sort((a, b) => a.From != b.From ? a.From.CompareTo(b.From)
            : _movers.IndexOf(a.Mover).CompareTo(_movers.IndexOf(b.Mover)));
        for (var i = 0; i < seen.Count; i++) seen[i].Mover.Track = i + 1;
        return seen.ConvertAll(s => s.Mover);
    }

    private List<PlannedEvent> PlanEvents()
    {
        var kinds = Enum.GetValues<RareEvent>().Where(k => k is not (RareEvent.None or RareEvent.All)
            && _options.Events.HasFlag(k)).ToArray();
        var events = new List<PlannedEvent>();
        if (kinds.Length == 0 || _options.EventsPerMinute <= 0) return events;
        // The first kind goes by the seed so that neighbouring seeds show different events.
        var next = _lot.Below(kinds.Length);
        foreach (var (from, to) in _schedule.Busy)
        {
            double start = Math.Max(0, from), end = Math.Min(to, _options.Duration.TotalSeconds);
            for (var at = start + _lot.Range(1,
                60 / _options.EventsPerMinute) * 0.5; at < end - 3; at += 60 / _options.EventsPerMinute * _lot.Range(0.6, 1.4))
                events.Add(new(kinds[next++ % kinds.Length], at));
        }

        return events;
    }

    private void PlanWalkers(Route route)
    {
        var rate = route.PerMinute * _options.Density / 60;
        if (rate <= 0) return;
        for (var at = -WarmUp + Wait(rate); at < _options.Duration.TotalSeconds; at += Wait(rate))
        {
            if (!_schedule.IsBusy(at) && _options.Quiet > 0 && !_schedule.IsBusy(at + 20)) continue;
            var pace = route.Speed * _lot.Range(0.78, 1.2);
            var group = _lot.Chance(0.25) ? 2 : 1;
            for (var i = 0; i < group; i++)
            {
                var side = _lot.Range(-route.Spread, route.Spread);
                if (group == 2) side = (i - 0.5) * 0.75 + Math.Clamp(side, -0.4, 0.4);
                Walk(new Mover(route, MoverLook.Draw(MoverKind.Person, _lot), at + i * 0.2, side, RareEvent.None),
                    pace);
            }
        }
    }

    private void PlanCrosser(PlannedEvent e)
    {
        var routes = _site.Routes.Where(r => r.EventOnly).ToArray();
        if (routes.Length == 0) return;
        var route = routes[_lot.Below(routes.Length)];
        var animal = e.Kind == RareEvent.Animal;
        var look = MoverLook.Draw(animal ? MoverKind.Deer : MoverKind.Person, _lot);
        Walk(new Mover(route, look, e.At, _lot.Range(-0.5, 0.5), e.Kind) { Backwards = _lot.Chance(0.5) }, animal
            ? _lot.Range(3.4, 5) : _lot.Range(1.5, 2.2));
    }

    private void Walk(Mover mover, double pace)
    {
        var route = mover.Route;
        double s = 0;
        for (var t = mover.Start; s < route.Length && t < _options.Duration.TotalSeconds + 10; t += Tick)
        {
            mover.Add(s);
            var waits = route.Stop is { } stop && s < stop.At && s + pace * Tick >= stop.At
                && !SignalPlan.MayWalk(stop.Group, t);
            if (!waits) s += pace * Tick;
            var at = mover.Backwards ? route.Length - s : s;
            foreach (var walk in route.Walks)
                if (at > walk.From - 0.8 && at < walk.To) Occupy(walk.Crossing, t);
        }

        _movers.Add(mover);
    }

    // Drivers see a walker coming a little before they step onto the road.
    private void Occupy(int crossing, double seconds)
    {
        var tick = (int)((seconds + WarmUp) * Mover.TicksPerSecond);
        for (var i = Math.Max(0, tick - 12); i <= tick && i < _ticks; i++) _occupied[crossing][i] = true;
    }

    private double Wait(double rate)
    {
        // An exponential wait without a logarithm: the sum of shares keeps mean and spread near enough.
        double u = _lot.Unit(), v = _lot.Unit();
        return (0.25 + 1.5 * u * v / 0.5 * 0.5 + 0.75 * (u + v) * 0.5) / rate;
    }

    private (double From, double To)? Visible(Mover mover)
    {
        double? from = null;
        double to = 0;
        double near = Math.Max(mover.Look.Length, mover.Look.Height);
        for (var t = Math.Max(mover.Start, -1); t <= Math.Min(mover.End, _options.Duration.TotalSeconds + 1); t += 0.2)
        {
            var (x, y, depth) = _site.Camera.Project(mover.PositionAt(t));
            var reach = near * _site.Camera.FocalPx / Math.Max(depth, 0.5);
            if (depth < -near || x < -reach || x > _site.Camera.WidthPx + reach || y < -reach
                || y > _site.Camera.HeightPx + reach) continue;
            from ??= t;
            to = t;
        }

        return from is { } f ? (f, to) : null;
    }
}
