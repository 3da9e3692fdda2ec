namespace Sluice.Core.Scene.Traffic;

/// <summary>A mover while its life is worked out.</summary>
internal sealed class Driver
{
    private double _along;
    private double _acceleration;
    private double _restSeconds;
    private double? _restsSince;

    public Driver(Mover mover, double wanted)
    {
        (Mover, Wanted, Speed) = (mover, wanted, wanted);
        mover.Add(0);
    }

    public Mover Mover { get; }

    /// <summary>Metres per second on a free road.</summary>
    public double Wanted { get; }

    public double Speed { get; private set; }

    public double? StopsAt { get; private set; }

    public void BreakDown(double at, double seconds) => (StopsAt, _restSeconds) = (at, seconds);

    /// <summary>Whether a breakdown still holds it.</summary>
    public bool Rests(double now)
    {
        if (Speed < 0.3 && Math.Abs(StopsAt!.Value - _along) < 3) _restsSince ??= now;
        return _restsSince is not { } since || now - since < _restSeconds;
    }

    public void Plan(double acceleration) => _acceleration = Math.Max(acceleration, -7);

    public void Step(double seconds)
    {
        var before = Speed;
        Speed = Math.Max(0, Speed + _acceleration * seconds);
        _along += (before + Speed) / 2 * seconds;
        Mover.Add(_along);
    }
}
