using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Where a box is and where it goes: its centre and two numbers of its shape, each with a velocity. Noise grows with the box.</summary>
internal struct BoxMotion
{
    // Weights of the DeepSORT filter (Wojke et al., ICIP 2017), in shares of the box's size.
    private const double PositionWeight = 1.0 / 20, VelocityWeight = 1.0 / 160;

    // An aspect changes little from frame to frame, and a measured one is rough. A first velocity may be ten times as far off as a later one.
    private const double AspectNoise = 1e-2, AspectDrift = 1e-5, AspectError = 1e-1, FirstVelocity = 10;
    private readonly BoxForm _form;
    private ConstantVelocity _x;
    private ConstantVelocity _y;
    private ConstantVelocity _first;
    private ConstantVelocity _second;

    /// <summary>Starts at a first detection.</summary>
    public BoxMotion(in BoundingBox box, BoxForm form)
    {
        _form = form;
        var (x, y, first, second) = Split(box);
        var (alongX, alongY) = Size(Math.Max(1, box.Width), Math.Max(1, box.Height));
        _x = Start(x, alongX);
        _y = Start(y, alongY);
        _first = form switch
        {
            BoxForm.AspectHeight => new(first, AspectNoise, AspectDrift),
            BoxForm.AreaAspect => Start(first, 2 * first),
            _ => Start(first, alongX),
        };
        _second = form == BoxForm.AreaAspect ? new(second, AspectError, 0) : Start(second, alongY);
    }

    /// <summary>Which numbers of it are followed.</summary>
    public readonly BoxForm Form => _form;

    /// <summary>The box now.</summary>
    public readonly BoundingBox Box
    {
        get
        {
            var (width, height) = Shape();
            return new((float)(_x.Position - (width / 2)), (float)(_y.Position - (height / 2)),
                (float)(_x.Position + (width / 2)), (float)(_y.Position + (height / 2)));
        }
    }

    /// <summary>Takes the way from another box for its velocity, as certain as a first guess.</summary>
    /// <param name="from">Where it was.</param>
    /// <param name="steps">How many frames ago, at least 1.</param>
    public void ComeFrom(in BoundingBox from, int steps)
    {
        var (x, y, _, _) = Split(from);
        _x.Move(_x.Position, (_x.Position - x) / steps);
        _y.Move(_y.Position, (_y.Position - y) / steps);
    }

    /// <summary>Moves one frame on.</summary>
    /// <param name="isLost">Whether the last look gave no detection: the size then stops changing.</param>
    public void Predict(bool isLost)
    {
        if (isLost)
        {
            _first.Rest();
            _second.Rest();
        }

        var (width, height) = Shape();
        var (alongX, alongY) = Size(width, height);
        Predict(ref _x, alongX);
        Predict(ref _y, alongY);
        switch (_form)
        {
            case BoxForm.AspectHeight:
                _first.Predict(AspectNoise, AspectDrift);
                Predict(ref _second, alongY);
                break;
            case BoxForm.AreaAspect:
                if (_first.Position + _first.Velocity < 1) _first.Rest();
                Predict(ref _first, 2 * _first.Position);
                _second.Predict(AspectNoise, 0);
                break;
            default:
                Predict(ref _first, alongX);
                Predict(ref _second, alongY);
                break;
        }
    }

    /// <summary>Takes a detection in.</summary>
    public void Update(in BoundingBox box)
    {
        var (x, y, first, second) = Split(box);
        var (width, height) = Shape();
        var (alongX, alongY) = Size(width, height);
        _x.Update(x, PositionWeight * alongX);
        _y.Update(y, PositionWeight * alongY);
        _first.Update(first, _form switch
        {
            BoxForm.AspectHeight => AspectError,
            BoxForm.AreaAspect => PositionWeight * 2 * Math.Max(1, _first.Position),
            _ => PositionWeight * alongX,
        });
        _second.Update(second, _form == BoxForm.AreaAspect ? AspectError : PositionWeight * alongY);
    }

    /// <summary>Follows the picture as the camera moves.</summary>
    public void Warp(in CameraMotion motion)
    {
        var (x, y) = motion.Map(_x.Position, _y.Position);
        var (speedX, speedY) = motion.Turn(_x.Velocity, _y.Velocity);
        _x.Move(x, speedX);
        _y.Move(y, speedY);
        var scale = motion.Scale;
        if (_form == BoxForm.AreaAspect) _first.Move(_first.Position * scale * scale, _first.Velocity);
        if (_form == BoxForm.WidthHeight) _first.Move(_first.Position * scale, _first.Velocity);
        if (_form != BoxForm.AreaAspect) _second.Move(_second.Position * scale, _second.Velocity);
    }

    private static ConstantVelocity Start(double position, double size)
        => new(position, 2 * PositionWeight * size, FirstVelocity * VelocityWeight * size);

    private static void Predict(ref ConstantVelocity coordinate, double size) => coordinate.Predict(PositionWeight * size, VelocityWeight * size);

    /// <summary>What the noise along each axis is a share of.</summary>
    private readonly (double AlongX, double AlongY) Size(double width, double height) => _form switch
    {
        BoxForm.AspectHeight => (height, height),
        BoxForm.AreaAspect => (Math.Sqrt(width * height), Math.Sqrt(width * height)),
        _ => (width, height),
    };

    private readonly (double Width, double Height) Shape()
    {
        var (width, height) = _form switch
        {
            BoxForm.AspectHeight => (_first.Position * _second.Position, _second.Position),
            BoxForm.AreaAspect => (Root(_first.Position * _second.Position), Root(_first.Position / Math.Max(1e-3, _second.Position))),
            _ => (_first.Position, _second.Position),
        };
        return (Math.Max(1, width), Math.Max(1, height));
    }

    private static double Root(double value) => Math.Sqrt(Math.Max(0, value));

    private readonly (double X, double Y, double First, double Second) Split(in BoundingBox box)
    {
        double width = box.Width, height = Math.Max(1e-3, box.Height);
        var (first, second) = _form switch
        {
            BoxForm.AspectHeight => (width / height, height),
            BoxForm.AreaAspect => (width * height, width / height),
            _ => (width, height),
        };
        return ((box.X1 + box.X2) / 2.0, (box.Y1 + box.Y2) / 2.0, first, second);
    }
}
