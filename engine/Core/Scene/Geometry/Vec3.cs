namespace Sluice.Core.Scene.Geometry;

/// <summary>A point or direction in metres: x right, y ahead, z up. Plain doubles keep the sums equal everywhere.</summary>
internal readonly record struct Vec3(double X, double Y, double Z)
{
    public double Length => Math.Sqrt(Dot(this));

    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vec3 operator *(Vec3 a, double k) => new(a.X * k, a.Y * k, a.Z * k);

    public double Dot(Vec3 o) => X * o.X + Y * o.Y + Z * o.Z;

    public Vec3 Cross(Vec3 o) => new(Y * o.Z - Z * o.Y, Z * o.X - X * o.Z, X * o.Y - Y * o.X);

    public Vec3 Unit()
    {
        var length = Length;
        return length > 1e-12 ? this * (1 / length) : new Vec3(0, 0, 1);
    }

    public static Vec3 Lerp(Vec3 a, Vec3 b, double k) => a + (b - a) * k;
}
