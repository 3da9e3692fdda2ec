using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.Traffic;

/// <summary>The colours streets are made of.</summary>
internal static class Surfaces
{
    public static readonly Rgb Asphalt = Rgb.Grey(96);
    public static readonly Rgb OldAsphalt = Rgb.Grey(112);
    public static readonly Rgb Grass = Rgb.Of(98, 122, 58);
    public static readonly Rgb Paving = Rgb.Of(164, 156, 146);
    public static readonly Rgb Kerb = Rgb.Grey(172);
    public static readonly Rgb White = Rgb.Grey(228);
    public static readonly Rgb Yellow = Rgb.Of(226, 180, 60);
    public static readonly Rgb CyclePath = Rgb.Of(146, 84, 72);
    public static readonly Rgb Gravel = Rgb.Of(150, 140, 124);
}
