namespace Sluice.Core.Stages.Tracking;

/// <summary>
/// A Kalman filter of one coordinate and its velocity. With diagonal noise the four coordinates of a box never mix, so four of these equal
/// the eight-dimensional filter that trackers usually carry, at a fraction of the arithmetic.
/// </summary>
internal struct ConstantVelocity
{
    private double _pp;
    private double _pv;
    private double _vv;

    /// <summary>Starts at rest.</summary>
    /// <param name="position">The first measurement.</param>
    /// <param name="positionDeviation">Its standard deviation.</param>
    /// <param name="velocityDeviation">Standard deviation of the unknown velocity, per frame; 0 for a coordinate that stays.</param>
    public ConstantVelocity(double position, double positionDeviation, double velocityDeviation)
    {
        Position = position;
        _pp = positionDeviation * positionDeviation;
        _vv = velocityDeviation * velocityDeviation;
    }

    /// <summary>The estimate of the coordinate.</summary>
    public double Position { get; private set; }

    /// <summary>The estimate of its change per frame.</summary>
    public double Velocity { get; private set; }

    /// <summary>Moves one frame on.</summary>
    /// <param name="positionDeviation">Process noise of the position.</param>
    /// <param name="velocityDeviation">Process noise of the velocity.</param>
    public void Predict(double positionDeviation, double velocityDeviation)
    {
        Position += Velocity;
        _pp += (2 * _pv) + _vv + (positionDeviation * positionDeviation);
        _pv += _vv;
        _vv += velocityDeviation * velocityDeviation;
    }

    /// <summary>Takes a measurement in.</summary>
    /// <param name="measured">The coordinate.</param>
    /// <param name="deviation">Its standard deviation.</param>
    public void Update(double measured, double deviation)
    {
        var total = _pp + (deviation * deviation);
        double gain = _pp / total, velocityGain = _pv / total, error = measured - Position;
        Position += gain * error;
        Velocity += velocityGain * error;
        _vv -= velocityGain * _pv;
        _pv *= 1 - gain;
        _pp *= 1 - gain;
    }

    /// <summary>Forgets the velocity, as for a track that is lost.</summary>
    public void Rest() => Velocity = 0;

    /// <summary>Puts the estimate elsewhere, as certain as before: the ground it was measured on has moved.</summary>
    public void Move(double position, double velocity) => (Position, Velocity) = (position, velocity);
}
