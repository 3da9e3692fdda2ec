namespace Sluice.Core.Scene.Geometry;

/// <summary>
/// Sine and cosine from sums and products alone: the platform's own differ in the last bit between machines, and one bit
/// is enough to move an edge.
/// </summary>
internal static class SceneMath
{
    private const double Tau = 2 * Math.PI;

    public static double Sin(double angle)
    {
        var x = angle - Tau * Math.Floor(angle / Tau + 0.5);
        if (x > Math.PI / 2) x = Math.PI - x;
        else if (x < -Math.PI / 2) x = -Math.PI - x;
        var q = x * x;
        return x * (1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72 * (1 - q / 110)))));
    }

    public static double Cos(double angle) => Sin(angle + Math.PI / 2);

    public static double Clamp01(double x) => x < 0 ? 0 : x > 1 ? 1 : x;

    public static double Lerp(double a, double b, double k) => a + (b - a) * k;

    /// <summary>0 below <paramref name="a"/>, 1 above <paramref name="b"/>, smooth between.</summary>
    public static double Step(double a, double b, double x)
    {
        var k = Clamp01((x - a) / (b - a));
        return k * k * (3 - 2 * k);
    }

    /// <summary>A well mixed 32 bit hash of three integers.</summary>
    public static uint Hash(uint a, uint b, uint c)
    {
        var h = a * 0x9E3779B1u ^ (b + 0x7F4A7C15u) * 0x85EBCA77u ^ (c + 0x165667B1u) * 0xC2B2AE3Du;
        h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
        h = (h ^ (h >> 12)) * 0x297A2D39u;
        return h ^ (h >> 15);
    }

    /// <summary>Smooth noise in -1 to 1 with one feature per unit.</summary>
    public static double Noise(double x, double y, uint seed)
    {
        double fx = Math.Floor(x), fy = Math.Floor(y);
        uint ix = (uint)(int)fx, iy = (uint)(int)fy;
        double u = x - fx, v = y - fy;
        u = u * u * (3 - 2 * u);
        v = v * v * (3 - 2 * v);
        var top = Lerp(At(ix, iy), At(ix + 1, iy), u);
        var bottom = Lerp(At(ix, iy + 1), At(ix + 1, iy + 1), u);
        return Lerp(top, bottom, v);

        double At(uint a, uint b) => (Hash(a, b, seed) >> 8) * (2.0 / 0xFFFFFF) - 1;
    }
}
