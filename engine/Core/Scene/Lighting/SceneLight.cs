using Sluice.Core.Scene.Geometry;

namespace Sluice.Core.Scene.Lighting;

/// <summary>The light of one moment.</summary>
internal readonly record struct SceneLight(
    Rgb Sun, Rgb Ambient, double Lamps, Rgb SkyTop, Rgb SkyHorizon, double Shadow, double FogMetres)
{
    /// <summary>Steps between two key lights; a step is too small to see.</summary>
    public const int StepsPerKey = 32;

    /// <summary>The three key lights: day, dusk, night.</summary>
    public static SceneLight Key(int key, double rain)
    {
        var sun = 1 - 0.92 * rain;
        var fog = SceneMath.Lerp(900, 170, rain);
        return key switch
        {
            0 => new(
                new Rgb(1.05, 0.98, 0.84) * sun, Rgb.Lerp(new(0.36, 0.42, 0.53), new(0.55, 0.58, 0.62), rain), 0,
                Rgb.Lerp(Rgb.Of(86, 138, 204), Rgb.Of(150, 158, 166), rain),
                Rgb.Lerp(Rgb.Of(196, 214, 230), Rgb.Of(186, 192, 196), rain), 0.62 * sun, fog),
            1 => new(
                new Rgb(0.34, 0.17, 0.09) * sun, Rgb.Lerp(new(0.17, 0.155, 0.2), new(0.13, 0.135, 0.16), rain), 0.75,
                Rgb.Lerp(Rgb.Of(58, 66, 112), Rgb.Of(70, 74, 88), rain),
                Rgb.Lerp(Rgb.Of(226, 150, 104), Rgb.Of(112, 110, 116), rain), 0.3 * sun, fog),
            _ => new(
                Rgb.Black, new Rgb(0.017, 0.021, 0.036), 1,
                Rgb.Of(9, 12, 26), Rgb.Of(38, 36, 48), 0, fog),
        };
    }

    public static SceneLight Lerp(in SceneLight a, in SceneLight b, double k) => new(
        Rgb.Lerp(a.Sun, b.Sun, k), Rgb.Lerp(a.Ambient, b.Ambient, k), SceneMath.Lerp(a.Lamps, b.Lamps, k),
        Rgb.Lerp(a.SkyTop, b.SkyTop, k), Rgb.Lerp(a.SkyHorizon, b.SkyHorizon, k),
        SceneMath.Lerp(a.Shadow, b.Shadow, k), SceneMath.Lerp(a.FogMetres, b.FogMetres, k));

    /// <summary>The light of a step: 0 is day, <see cref="StepsPerKey"/> dusk, twice that night.</summary>
    public static SceneLight AtStep(int step, double rain)
    {
        var key = Math.Min(step / StepsPerKey, 1);
        return Lerp(Key(key, rain), Key(key + 1, rain), (step - key * StepsPerKey) / (double)StepsPerKey);
    }

    /// <summary>The light step of an hour of the day.</summary>
    public static int StepAt(double hour)
    {
        var h = hour - 24 * Math.Floor(hour / 24);
        if (h < 12) h = 24.5 - h;                    // dawn runs through the same lights as dusk, backwards
        var level = h <= 17.5 ? 0 : h < 19.5 ? (h - 17.5) / 2 : h < 21 ? 1 + (h - 19.5) / 1.5 : 2;
        return (int)Math.Round(level * StepsPerKey);
    }

    /// <summary>The word the truth uses for a step.</summary>
    public static string Name(int step) =>
        step < StepsPerKey / 2 ? "day" : step < StepsPerKey * 3 / 2 ? "dusk" : "night";

    /// <summary>Mixes a colour with the air between it and the camera.</summary>
    public Rgb Fog(Rgb colour, double metres)
    {
        var k = metres / FogMetres;
        return Rgb.Lerp(SkyHorizon, colour, 1 / (1 + k * k + 0.35 * k));
    }
}
