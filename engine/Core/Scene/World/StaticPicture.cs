using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Painting;

namespace Sluice.Core.Scene.World;

/// <summary>
/// What does not move, rendered once under each key light, with a margin for the camera's sway; and which runs of it belong
/// to upright items, so that they can be put back in front of movers.
/// </summary>
internal sealed class StaticPicture
{
    private readonly SceneCamera _camera;
    private readonly WorldBuilder _world;
    private readonly SampleBuffer _samples;
    private readonly byte[] _shadow;
    private readonly Vec3 _sun;
    private readonly double _rain;
    private readonly uint _seed;

    public StaticPicture(SceneCamera camera, WorldBuilder world, Vec3 sun, double rain, uint seed, int margin)
    {
        (_camera, _world, _sun, _rain, _seed, Margin) = (camera, world, sun, rain, seed, margin);
        Width = camera.WidthPx + 2 * margin;
        Height = camera.HeightPx + 2 * margin;
        _samples = new SampleBuffer(camera, margin);
        for (var i = 0; i < world.Polygons.Count; i++) _samples.Draw(world.Polygons[i], i + 1);
        _shadow = ShadowMask();
        for (var key = 0; key < 3; key++)
            Keys[key] = new PlaneSet(Width, Height);
        Parallel.For(0, Height / 2, ShadeRows);
        Masks = ItemMask.Build(_samples, world, Width, Height);
        _samples = null!;
        _shadow = null!;
    }

    public int Margin { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The picture by day, at dusk and by night.</summary>
    public PlaneSet[] Keys { get; } = new PlaneSet[3];

    /// <summary>Runs of pixels by item.</summary>
    public ItemMask[] Masks { get; }

    private byte[] ShadowMask()
    {
        var canvas = new FrameCanvas(Width, Height);
        canvas.Y.AsSpan().Fill(255);
        Span<PxPoint> points = stackalloc PxPoint[12];
        Span<Vec3> flat = stackalloc Vec3[12];
        foreach (var (corners, alpha) in _world.Shadows)
        {
            var visible = true;
            for (var i = 0; i < corners.Length; i++)
            {
                flat[i] = corners[i] - _sun * (corners[i].Z / _sun.Z);
                var (x, y, depth) = _camera.Project(flat[i]);
                visible &= depth > SceneCamera.Near;
                points[i] = new PxPoint(x + Margin, y + Margin);
            }

            if (visible) canvas.Fill(points[..corners.Length], default, 0, alpha, 0);
        }

        return Blur(canvas.Y);
    }

    private byte[] Blur(byte[] from)
    {
        var into = new byte[from.Length];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                int sum = 0, count = 0;
                for (var j = Math.Max(0, y - 1); j <= Math.Min(Height - 1, y + 1); j++)
                    for (var i = Math.Max(0, x - 2); i <= Math.Min(Width - 1, x + 2); i++, count++)
                        sum += from[j * Width + i];
                into[y * Width + x] = (byte)(sum / count);
            }
        }

        return into;
    }

    private void ShadeRows(int pair)
    {
        Span<Rgb> lights = stackalloc Rgb[3];
        var key = new[] { SceneLight.Key(0, _rain), SceneLight.Key(1, _rain), SceneLight.Key(2, _rain) };
        var us = new int[3, Width / 2];
        var vs = new int[3, Width / 2];
        for (var y = pair * 2; y < pair * 2 + 2; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                Pixel(x, y, key, lights);
                for (var k = 0; k < 3; k++)
                {
                    var yuv = lights[k].ToYuv();
                    Keys[k].Y[y * Width + x] = yuv.Y;
                    us[k, x / 2] += yuv.U;
                    vs[k, x / 2] += yuv.V;
                }
            }
        }

        for (var k = 0; k < 3; k++)
        {
            for (var x = 0; x < Width / 2; x++)
            {
                Keys[k].U[pair * (Width / 2) + x] = (byte)((us[k, x] + 2) >> 2);
                Keys[k].V[pair * (Width / 2) + x] = (byte)((vs[k, x] + 2) >> 2);
            }
        }
    }

    // A pixel is the mean of the polygons its samples see; each is shaded once, at the pixel's centre.
    private void Pixel(int x, int y, SceneLight[] keys, Span<Rgb> lights)
    {
        const int All = SampleBuffer.Grid * SampleBuffer.Grid;
        Span<int> ids = stackalloc int[All];
        Span<int> counts = stackalloc int[All];
        var kinds = 0;
        for (var j = 0; j < SampleBuffer.Grid; j++)
        {
            for (var i = 0; i < SampleBuffer.Grid; i++)
            {
                int id = _samples.Ids[(y * SampleBuffer.Grid + j) * _samples.Width + x * SampleBuffer.Grid + i], k = 0;
                while (k < kinds && ids[k] != id) k++;
                if (k == kinds) ids[kinds++] = id;
                counts[k]++;
            }
        }

        lights.Clear();
        Span<Rgb> part = stackalloc Rgb[3];
        for (var k = 0; k < kinds; k++)
        {
            Shade(ids[k], x, y, keys, part);
            for (var i = 0; i < 3; i++) lights[i] += part[i] * (counts[k] / (double)All);
        }
    }

    private void Shade(int id, int x, int y, SceneLight[] keys, Span<Rgb> into)
    {
        var ray = _camera.Ray(x + 0.5 - Margin, y + 0.5 - Margin);
        if (id == 0)
        {
            for (var i = 0; i < 3; i++) into[i] = Sky(ray.Unit(), keys[i], i);
            return;
        }

        var polygon = _world.Polygons[id - 1];
        var c = polygon.Corners;
        var plane = (c[1] - c[0]).Cross(c[2] - c[0]);
        var facing = plane.Dot(ray);
        var depth = Math.Abs(facing) < 1e-12 ? 1000 : plane.Dot(c[0] - _camera.Position) / facing;
        depth = Math.Clamp(depth, 0.3, 5000);
        var p = _camera.Position + ray * depth;
        var normal = polygon.Normal ?? plane.Unit();
        if (polygon.Normal is null && normal.Dot(ray) > 0) normal *= -1;
        var slope = Math.Abs(plane.Unit().Dot(ray.Unit()));
        var footprint = depth / _camera.FocalPx / Math.Max(polygon.IsGround ? slope : Math.Max(slope, 0.35), 0.02);
        var albedo = Texture.Apply(polygon.Material, polygon.Albedo, p, footprint, _seed);
        if (polygon.IsGround) albedo *= 1 - 0.45 * _rain;
        var lit = polygon.IsGround ? _shadow[y * Width + x] / 255.0 : 1;
        var lamps = LampsAt(p) * (polygon.IsGround ? 1 : 0.55);
        var toSun = Math.Max(0, normal.Dot(_sun));
        var sky = 0.72 + 0.28 * normal.Z;
        for (var i = 0; i < 3; i++)
        {
            var sun = 1 - (1 - lit) * (keys[i].Shadow > 0 ? Math.Min(1, keys[i].Shadow * 1.5) : 0);
            var light = keys[i].Ambient * (sky * (0.75 + 0.25 * lit)) + keys[i].Sun * (toSun * sun) + lamps * keys[i].Lamps;
            var colour = albedo * light;
            if (polygon.Material == Material.Glass)
                colour += keys[i].SkyHorizon * (0.10 + 0.12 * Math.Max(0, 1 - slope));
            if (polygon.IsGround && _rain > 0.05)
                colour += keys[i].SkyHorizon * (_rain * 0.22 * Math.Max(0, 0.9 - slope));
            into[i] = keys[i].Fog(colour + polygon.Emission * keys[i].Lamps, depth);
        }
    }

    private Rgb LampsAt(Vec3 p)
    {
        var sum = Rgb.Black;
        foreach (var lamp in _world.Lamps) sum += lamp.At(p);
        return sum;
    }

    private Rgb Sky(Vec3 ray, in SceneLight light, int key)
    {
        var height = SceneMath.Clamp01(ray.Z * 2.6);
        var colour = Rgb.Lerp(light.SkyHorizon, light.SkyTop, height * (2 - height));
        double u = ray.X / (0.12 + Math.Max(0, ray.Z)) * 1.3, v = ray.Y / (0.12 + Math.Max(0, ray.Z)) * 1.3;
        var cloud = SceneMath.Noise(u, v, _seed) * 0.5 + SceneMath.Noise(u * 2.3, v * 2.3,
            _seed + 9) * 0.3 + SceneMath.Noise(u * 5, v * 5, _seed + 17) * 0.2;
        var cover = SceneMath.Step(0.05, 0.6, cloud + _rain * 0.4) * (key == 2 ? 0.25 : 0.75);
        return Rgb.Lerp(colour, light.SkyHorizon * (key == 2 ? 0.8 : 1.15), cover);
    }
}
