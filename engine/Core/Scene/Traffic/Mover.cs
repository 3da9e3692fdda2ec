using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Models;

namespace Sluice.Core.Scene.Traffic;

/// <summary>One life on one route: where it is ten times a second, worked out before the first frame.</summary>
internal sealed class Mover(Route route, MoverLook look, double start, double lateral, RareEvent rare)
{
    public const double TicksPerSecond = 10;

    private readonly List<float> _along = [];

    public int Track { get; set; }

    public Route Route => route;

    public MoverLook Look => look;

    public RareEvent Rare => rare;

    /// <summary>Second of the first sample; may lie before the clip.</summary>
    public double Start => start;

    public double End => start + (_along.Count - 1) / TicksPerSecond;

    /// <summary>Rides or walks its route backwards.</summary>
    public bool Backwards { get; init; }

    /// <summary>Metres along the route at the latest sample.</summary>
    public double Along => _along.Count == 0 ? 0 : _along[^1];

    public void Add(double along) => _along.Add((float)along);

    public Vec3 PositionAt(double seconds) => Place(AlongAt(seconds)).Position;

    public MoverPose PoseAt(double seconds)
    {
        var along = AlongAt(seconds);
        var (position, ahead) = Place(along);
        var speed = (AlongAt(seconds + 0.1) - AlongAt(seconds - 0.1)) * 5;
        var before = (AlongAt(seconds - 0.1) - AlongAt(seconds - 0.3)) * 5;
        var braking = speed < before - 0.12
            || (speed < 0.3 && look.Kind is MoverKind.Car or MoverKind.Truck or MoverKind.Bus);
        return new MoverPose(Track, look, position, ahead, along, speed, braking, seconds - start + Track * 0.37, rare);
    }

    private (Vec3 Position, Vec3 Ahead) Place(double along)
    {
        var s = Backwards ? route.Length - along : along;
        var ahead = route.Ahead(s);
        if (Backwards) ahead *= -1;
        return (route.At(s) + new Vec3(-ahead.Y, ahead.X, 0) * lateral, ahead);
    }

    private double AlongAt(double seconds)
    {
        var k = Math.Clamp((seconds - start) * TicksPerSecond, 0, _along.Count - 1.000001);
        if (k < 0) return _along[0];
        var i = (int)k;
        return i + 1 < _along.Count ? _along[i] + (_along[i + 1] - _along[i]) * (k - i) : _along[i];
    }
}
