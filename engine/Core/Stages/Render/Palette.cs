using Sluice.Abstractions;

namespace Sluice.Core.Stages.Render;

/// <summary>
/// The colours of one picture's matrix and range: <see cref="Size"/> well-separated ones for classes or tracks, the same in every run, and
/// those of the captions.
/// </summary>
internal sealed class Palette
{
    /// <summary>How many colours there are before they repeat.</summary>
    public const int Size = 64;

    // Turning the hue by the golden angle puts every colour far from the few before it; the lightness changes so that the hues that
    // come close again after 8, 13 or 21 steps still differ.
    private const double GoldenAngle = 2.39996322972865332;
    private const double FirstHue = 2.55;
    private const double Chroma = 0.19;

    private static readonly Palette?[] Made = new Palette?[6];
    private static readonly double[] Lightness = [0.74, 0.66, 0.82];

    private readonly YuvColor[] _colors = new YuvColor[Size];

    private Palette(ColorMatrix matrix, ColorRange range)
    {
        for (var i = 0; i < Size; i++)
        {
            var (red, green, blue) = FromOkLch(Lightness[i % Lightness.Length], Chroma, FirstHue + (i * GoldenAngle));
            _colors[i] = YuvColor.FromRgb(red, green, blue, matrix, range);
        }

        White = YuvColor.FromRgb(1, 1, 1, matrix, range);
        Black = YuvColor.FromRgb(0.04, 0.04, 0.04, matrix, range);
        Caption = YuvColor.FromRgb(0.07, 0.08, 0.10, matrix, range);
        Accent = YuvColor.FromRgb(1.0, 0.78, 0.12, matrix, range);
        Zone = YuvColor.FromRgb(0.20, 0.78, 0.95, matrix, range);
        Line = YuvColor.FromRgb(1.0, 0.84, 0.25, matrix, range);
        Alert = YuvColor.FromRgb(0.98, 0.27, 0.22, matrix, range);
        // Above this luma black text is easier to read than white.
        _darkTextFrom = (White.Y + Black.Y) / 2;
    }

    private readonly int _darkTextFrom;

    /// <summary>Light text.</summary>
    public YuvColor White { get; }

    /// <summary>Dark text.</summary>
    public YuvColor Black { get; }

    /// <summary>Behind the caption.</summary>
    public YuvColor Caption { get; }

    /// <summary>Of whatever marks a keyframe.</summary>
    public YuvColor Accent { get; }

    /// <summary>Of a zone.</summary>
    public YuvColor Zone { get; }

    /// <summary>Of a line.</summary>
    public YuvColor Line { get; }

    /// <summary>Of a zone that holds too many.</summary>
    public YuvColor Alert { get; }

    /// <summary>The palette of a picture; made once.</summary>
    /// <param name="matrix">The picture's matrix.</param>
    /// <param name="range">The picture's range.</param>
    public static Palette For(ColorMatrix matrix, ColorRange range)
        => Made[((int)matrix * 2) + (int)range] ??= new Palette(matrix, range);

    /// <summary>The colour of a class or track.</summary>
    /// <param name="id">Its number; any.</param>
    public YuvColor Of(long id) => _colors[(int)((ulong)id % Size)];

    /// <summary>The text colour that reads best on a background.</summary>
    /// <param name="background">The background.</param>
    public YuvColor TextOn(YuvColor background) => background.Y >= _darkTextFrom ? Black : White;

    // OKLCH to sRGB (https://bottosson.github.io/posts/oklab/), less colourful until every channel is in range.
    private static (double Red, double Green, double Blue) FromOkLch(double lightness, double chroma, double hue)
    {
        for (; ; chroma -= 0.005)
        {
            double a = chroma * Math.Cos(hue), b = chroma * Math.Sin(hue);
            var l = Math.Pow(lightness + (0.3963377774 * a) + (0.2158037573 * b), 3);
            var m = Math.Pow(lightness - (0.1055613458 * a) - (0.0638541728 * b), 3);
            var s = Math.Pow(lightness - (0.0894841775 * a) - (1.2914855480 * b), 3);
            var red = (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s);
            var green = (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s);
            var blue = (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s);
            var inRange = Math.Min(red, Math.Min(green, blue)) >= 0 && Math.Max(red, Math.Max(green, blue)) <= 1;
            if (inRange || chroma <= 0) return (Encoded(red), Encoded(green), Encoded(blue));
        }
    }

    private static double Encoded(double linear)
    {
        linear = Math.Clamp(linear, 0, 1);
        return linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
    }
}
