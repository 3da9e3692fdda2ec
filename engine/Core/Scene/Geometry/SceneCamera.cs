namespace Sluice.Core.Scene.Geometry;

/// <summary>A pinhole camera that turns metres into pixels.</summary>
internal sealed class SceneCamera
{
    /// <summary>Nothing nearer than this is drawn, in metres.</summary>
    public const double Near = 0.5;

    private readonly Vec3 _right;
    private readonly Vec3 _up;
    private readonly double _centreX;
    private readonly double _centreY;

    /// <param name="position">Where the lens is.</param>
    /// <param name="target">What the picture's centre shows.</param>
    /// <param name="focal">Focal length as a share of the picture's width.</param>
    /// <param name="width">Picture width in pixels.</param>
    /// <param name="height">Picture height in pixels.</param>
    public SceneCamera(Vec3 position, Vec3 target, double focal, int width, int height)
    {
        Position = position;
        Forward = (target - position).Unit();
        _right = Forward.Cross(new Vec3(0, 0, 1)).Unit();
        _up = _right.Cross(Forward);
        WidthPx = width;
        HeightPx = height;
        FocalPx = focal * Math.Max(width, height * 16 / 9.0);
        _centreX = width / 2.0;
        _centreY = height / 2.0;
    }

    public Vec3 Position { get; }

    public Vec3 Forward { get; }

    public int WidthPx { get; }

    public int HeightPx { get; }

    public double FocalPx { get; }

    /// <summary>The row of the horizon.</summary>
    public double HorizonY => _centreY + FocalPx * Forward.Z / Math.Sqrt(1 - Forward.Z * Forward.Z);

    public double Depth(Vec3 p) => (p - Position).Dot(Forward);

    /// <summary>Pixel position and depth in metres; the depth must be above zero for the position to mean anything.</summary>
    public (double X, double Y, double Depth) Project(Vec3 p)
    {
        var d = p - Position;
        var depth = d.Dot(Forward);
        var k = FocalPx / (depth > 1e-6 ? depth : 1e-6);
        return (_centreX + d.Dot(_right) * k, _centreY - d.Dot(_up) * k, depth);
    }

    /// <summary>Direction through a pixel position, with a forward part of one.</summary>
    public Vec3 Ray(double x, double y) =>
        Forward + _right * ((x - _centreX) / FocalPx) + _up * ((_centreY - y) / FocalPx);
}
