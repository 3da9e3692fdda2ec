namespace Sluice.Core.Scene.Lighting;

/// <summary>Linear light, 1 is white in full sun; colours are written as the display shows them and squared.</summary>
internal readonly record struct Rgb(double R, double G, double B)
{
    public static readonly Rgb Black;

    /// <summary>From display values 0 to 255.</summary>
    public static Rgb Of(int r, int g, int b) => new(Square(r / 255.0), Square(g / 255.0), Square(b / 255.0));

    public static Rgb Grey(int v) => Of(v, v, v);

    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Rgb operator *(Rgb a, Rgb b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    public static Rgb operator *(Rgb a, double k) => new(a.R * k, a.G * k, a.B * k);

    public static Rgb Lerp(Rgb a, Rgb b, double k) => a + (b + a * -1) * k;

    /// <summary>To BT.601 limited range, through a gamma of two and a soft shoulder above 0.8.</summary>
    public Yuv ToYuv()
    {
        double r = Shown(R), g = Shown(G), b = Shown(B);
        var y = 16 + 65.481 * r + 128.553 * g + 24.966 * b;
        var u = 128 - 37.797 * r - 74.203 * g + 112 * b;
        var v = 128 + 112 * r - 93.786 * g - 18.214 * b;
        return new Yuv((byte)(y + 0.5), (byte)(u + 0.5), (byte)(v + 0.5));
    }

    private static double Shown(double linear)
    {
        var x = linear <= 0 ? 0 : Math.Sqrt(linear);
        if (x > 0.8) x = 0.8 + (x - 0.8) / (1 + (x - 0.8) * 5);
        return x > 1 ? 1 : x;
    }

    private static double Square(double x) => x * x;
}
