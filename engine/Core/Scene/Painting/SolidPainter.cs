using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.Painting;

/// <summary>
/// Draws one posed solid after another: turns its own coordinates (x ahead, y left, z up, metres) into pixels, turns faces
/// away from the camera down, and shades the rest.
/// </summary>
internal sealed partial class SolidPainter(SceneCamera camera)
{
    private Vec3 _origin;
    private double _cos;
    private double _sin;
    private Vec3 _eye;
    private Vec3 _sun;
    private SceneLight _light;
    private Rgb _lamps;
    private double _distance;
    private int _id;

    public FrameCanvas Canvas { get; set; } = null!;

    /// <summary>How many pixels a metre takes where the solid stands.</summary>
    public double PxPerMetre { get; private set; }

    /// <summary>Shifts the whole picture, in pixels.</summary>
    public PxPoint Shake { get; set; }

    public SceneLight Light => _light;

    /// <summary>The camera in the solid's own coordinates.</summary>
    public Vec3 Eye => _eye;

    /// <summary>Extent of the faces drawn since <see cref="Begin"/>, in pixels, not cut to the picture.</summary>
    public (double X1, double Y1, double X2, double Y2) Extent { get; private set; }

    /// <summary>Poses the next solid.</summary>
    /// <param name="origin">Its point on the ground.</param>
    /// <param name="ahead">Unit vector of its heading on the ground.</param>
    /// <param name="light">The light of the moment.</param>
    /// <param name="sun">Unit vector to the sun.</param>
    /// <param name="lamps">What street lamps add here.</param>
    /// <param name="id">Its number in the frame, 0 for none.</param>
    public void Begin(Vec3 origin, Vec3 ahead, in SceneLight light, Vec3 sun, Rgb lamps, int id)
    {
        _origin = origin;
        _cos = ahead.X;
        _sin = ahead.Y;
        _light = light;
        _lamps = lamps;
        _id = id;
        _eye = Local(camera.Position - origin);
        _sun = Local(sun);
        _distance = (camera.Position - origin).Length;
        PxPerMetre = camera.FocalPx / Math.Max(camera.Depth(origin), 1);
        Extent = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
    }

    public Vec3 World(Vec3 p) => new(_origin.X + p.X * _cos - p.Y * _sin, _origin.Y + p.X * _sin + p.Y * _cos,
        _origin.Z + p.Z);

    /// <summary>Pixel position of a point of the solid.</summary>
    public (double X, double Y, double Depth) Project(Vec3 p)
    {
        var at = camera.Project(World(p));
        return (at.X + Shake.X, at.Y + Shake.Y, at.Depth);
    }

    /// <summary>A flat convex face, drawn if its outside looks at the camera.</summary>
    /// <param name="corners">In order, either way round.</param>
    /// <param name="inside">Any point behind the face.</param>
    /// <param name="albedo">Its colour.</param>
    /// <returns>Whether it was turned to the camera; only then do its details show.</returns>
    public bool Face(ReadOnlySpan<Vec3> corners, Vec3 inside, Rgb albedo)
    {
        var normal = (corners[1] - corners[0]).Cross(corners[2] - corners[0]).Unit();
        if (normal.Dot(corners[0] - inside) < 0) normal *= -1;
        if (normal.Dot(_eye - corners[0]) <= 0) return false;
        Paint(corners, albedo, normal, 256, _id);
        return true;
    }

    /// <summary>A detail on a face that shows; not part of the outline.</summary>
    public void Decal(ReadOnlySpan<Vec3> corners, Rgb albedo, Vec3 normal, int alpha = 256) =>
        Paint(corners, albedo, normal, alpha, 0);

    /// <summary>A detail that shines by itself.</summary>
    public void Lit(ReadOnlySpan<Vec3> corners, Rgb emission, int alpha = 256)
    {
        var colour = _light.Fog(emission, _distance).ToYuv();
        PaintRaw(corners, colour, colour.Y, alpha, 0);
    }

    /// <summary>A flat patch on the ground that darkens what is there.</summary>
    public void Ground(ReadOnlySpan<Vec3> corners, Yuv colour, int alpha) =>
        PaintRaw(corners, colour, colour.Y, alpha, 0);

    /// <summary>Whether the solid, not something before it, is what a pixel position shows; beside the picture it is.</summary>
    public bool Shows(double x, double y)
    {
        if (x < 0 || y < 0 || x >= Canvas.Width || y >= Canvas.Height) return true;
        return Canvas.Ids[(int)y / 2 * Canvas.HalfWidth + (int)x / 2] == _id;
    }

    /// <summary>A direction in the solid's own coordinates.</summary>
    public Vec3 ToLocal(Vec3 direction) => Local(direction);

    /// <summary>What a surface of this colour sends to the camera.</summary>
    public Rgb Shade(Rgb albedo, Vec3 normal)
    {
        var sky = 0.72 + 0.28 * normal.Z;
        var sun = Math.Max(0, normal.Dot(_sun));
        var lamp = 0.45 + 0.55 * Math.Max(0, normal.Z);
        return _light.Fog(albedo * (_light.Ambient * sky + _light.Sun * sun + _lamps * lamp), _distance);
    }

    private void Paint(ReadOnlySpan<Vec3> corners, Rgb albedo, Vec3 normal, int alpha, int id)
    {
        var top = Shade(albedo, normal).ToYuv();
        var bottom = top.Y;
        // Upright faces darken towards the ground, as real ones do.
        if (normal.Z is < 0.6 and > -0.6) bottom = (byte)(16 + (top.Y - 16) * 0.84);
        PaintRaw(corners, top, bottom, alpha, id);
    }

    private void PaintRaw(ReadOnlySpan<Vec3> corners, Yuv top, byte bottomLuma, int alpha, int id)
    {
        Span<Vec3> clipped = stackalloc Vec3[24];
        Span<PxPoint> points = stackalloc PxPoint[24];
        var count = NearClip(corners, clipped);
        if (count < 3) return;
        for (var i = 0; i < count; i++)
        {
            var (x, y, _) = camera.Project(clipped[i]);
            points[i] = new PxPoint(x + Shake.X, y + Shake.Y);
            if (id != 0) Grow(points[i].X, points[i].Y);
        }

        Canvas.Fill(points[..count], top, bottomLuma, alpha, id);
    }

    private int NearClip(ReadOnlySpan<Vec3> corners, Span<Vec3> clipped)
    {
        var count = 0;
        var a = World(corners[^1]);
        var da = camera.Depth(a) - SceneCamera.Near;
        foreach (var corner in corners)
        {
            var b = World(corner);
            var db = camera.Depth(b) - SceneCamera.Near;
            if (da < 0 != db < 0) clipped[count++] = Vec3.Lerp(a, b, da / (da - db));
            if (db >= 0) clipped[count++] = b;
            (a, da) = (b, db);
        }

        return count;
    }

    private void Grow(double x, double y) =>
        Extent = (Math.Min(Extent.X1, x), Math.Min(Extent.Y1, y), Math.Max(Extent.X2, x), Math.Max(Extent.Y2, y));

    private Vec3 Local(Vec3 v) => new(v.X * _cos + v.Y * _sin, v.Y * _cos - v.X * _sin, v.Z);
}
