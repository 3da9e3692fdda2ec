using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Where a box is and where it goes: centre, aspect and height, each with a velocity. Noise grows with the box's height.</summary>
internal struct BoxMotion
{
    // Weights of the DeepSORT filter (Wojke et al., ICIP 2017), in shares of the box's height.
    private const double PositionWeight = 1.0 / 20, VelocityWeight = 1.0 / 160;
    private ConstantVelocity _x;
    private ConstantVelocity _y;
    private ConstantVelocity _aspect;
    private ConstantVelocity _height;

    /// <summary>Starts at a first detection.</summary>
    public BoxMotion(in BoundingBox box)
    {
        var (x, y, aspect, height) = Split(box);
        _x = new(x, 2 * PositionWeight * height, 10 * VelocityWeight * height);
        _y = new(y, 2 * PositionWeight * height, 10 * VelocityWeight * height);
        _aspect = new(aspect, 1e-2, 1e-5);
        _height = new(height, 2 * PositionWeight * height, 10 * VelocityWeight * height);
    }

    /// <summary>The box now.</summary>
    public readonly BoundingBox Box
    {
        get
        {
            var height = Math.Max(1, _height.Position);
            double halfWidth = Math.Max(1, _aspect.Position * height) / 2, halfHeight = height / 2;
            return new((float)(_x.Position - halfWidth), (float)(_y.Position - halfHeight),
                (float)(_x.Position + halfWidth), (float)(_y.Position + halfHeight));
        }
    }

    /// <summary>Moves one frame on.</summary>
    /// <param name="isLost">Whether the last frame gave no detection: the height then stops changing.</param>
    public void Predict(bool isLost)
    {
        if (isLost) _height.Rest();
        var height = Math.Max(1, _height.Position);
        double position = PositionWeight * height, velocity = VelocityWeight * height;
        _x.Predict(position, velocity);
        _y.Predict(position, velocity);
        _aspect.Predict(1e-2, 1e-5);
        _height.Predict(position, velocity);
    }

    /// <summary>Takes a detection in.</summary>
    public void Update(in BoundingBox box)
    {
        var (x, y, aspect, height) = Split(box);
        var deviation = PositionWeight * Math.Max(1, _height.Position);
        _x.Update(x, deviation);
        _y.Update(y, deviation);
        _aspect.Update(aspect, 1e-1);
        _height.Update(height, deviation);
    }

    private static (double X, double Y, double Aspect, double Height) Split(in BoundingBox box)
    {
        var height = Math.Max(1e-3, box.Height);
        return ((box.X1 + box.X2) / 2.0, (box.Y1 + box.Y2) / 2.0, box.Width / height, height);
    }
}
