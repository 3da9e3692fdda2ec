using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.World;

/// <summary>A light that burns from dusk on.</summary>
internal sealed record StreetLamp(Vec3 Position, Rgb Colour, double ReachMetres)
{
    /// <summary>What it sends to a point.</summary>
    public Rgb At(Vec3 point)
    {
        double dx = point.X - Position.X, dy = point.Y - Position.Y;
        var k = (dx * dx + dy * dy) / (ReachMetres * ReachMetres);
        if (k > 12) return Rgb.Black;
        var falloff = 1 / ((1 + k) * (1 + k));
        return Colour * falloff;
    }
}
