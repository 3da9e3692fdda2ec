using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.Traffic;

/// <summary>A path through the site, sampled every half metre.</summary>
internal sealed class Route
{
    private const double Step = 0.5;
    private readonly Vec3[] _points;

    /// <param name="kind">Who uses it.</param>
    /// <param name="entry">Routes of one entry share their first metres and queue behind each other.</param>
    /// <param name="speed">Usual metres per second.</param>
    /// <param name="perMinute">Arrivals per minute at density one.</param>
    /// <param name="corners">Way points; turns are rounded.</param>
    /// <param name="rounding">How far before a way point a turn begins, in metres.</param>
    public Route(RouteKind kind, int entry, double speed, double perMinute, Vec3[] corners, double rounding = 0)
    {
        (Kind, Entry, Speed, PerMinute) = (kind, entry, speed, perMinute);
        _points = Resample(Round(corners, rounding));
        Length = (_points.Length - 1) * Step;
    }

    public RouteKind Kind { get; }

    public int Entry { get; }

    public double Speed { get; }

    public double PerMinute { get; }

    public double Length { get; }

    /// <summary>Shares of trucks and buses among its vehicles.</summary>
    public double Trucks { get; init; } = 0.12;

    public double Buses { get; init; } = 0.07;

    /// <summary>How far from the middle walkers and riders may keep, in metres.</summary>
    public double Spread { get; init; } = 0.25;

    /// <summary>From here on the route no longer runs along its entry's other routes.</summary>
    public double SplitsAt { get; init; } = double.MaxValue;

    /// <summary>Where vehicles wait for a signal group, or walkers for theirs.</summary>
    public (double At, int Group)? Stop { get; init; }

    /// <summary>Where vehicles give way to people on a crossing.</summary>
    public IReadOnlyList<(double At, int Crossing)> Yields { get; init; } = [];

    /// <summary>Stretches of a walker's route that lie on a crossing.</summary>
    public IReadOnlyList<(double From, double To, int Crossing)> Walks { get; init; } = [];

    /// <summary>Used only when an event needs it.</summary>
    public bool EventOnly { get; init; }

    public Vec3 At(double s)
    {
        var k = Math.Clamp(s / Step, 0, _points.Length - 1.000001);
        var i = (int)k;
        return Vec3.Lerp(_points[i], _points[i + 1], k - i);
    }

    /// <summary>The heading, over a metre and a half so that it turns smoothly.</summary>
    public Vec3 Ahead(double s) => (At(Math.Min(s + 1.5, Length)) - At(Math.Max(0, s - 1.5))).Unit();

    private static List<Vec3> Round(Vec3[] corners, double rounding)
    {
        var path = new List<Vec3> { corners[0] };
        for (var i = 1; i + 1 < corners.Length; i++)
        {
            Vec3 before = (corners[i - 1] - corners[i]).Unit(), after = (corners[i + 1] - corners[i]).Unit();
            Vec3 a = corners[i] + before * rounding, b = corners[i] + after * rounding;
            for (var k = 0; k <= 12; k++)
            {
                var t = k / 12.0;
                path.Add(Vec3.Lerp(Vec3.Lerp(a, corners[i], t), Vec3.Lerp(corners[i], b, t), t));
            }
        }

        path.Add(corners[^1]);
        return path;
    }

    private static Vec3[] Resample(List<Vec3> path)
    {
        var points = new List<Vec3> { path[0] };
        double rest = Step;
        for (var i = 0; i + 1 < path.Count; i++)
        {
            var length = (path[i + 1] - path[i]).Length;
            if (length < 1e-9) continue;
            var at = rest;
            for (; at <= length; at += Step) points.Add(Vec3.Lerp(path[i], path[i + 1], at / length));
            rest = at - length;
        }

        if (points.Count < 2) points.Add(path[^1]);
        return [.. points];
    }
}
