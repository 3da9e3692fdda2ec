using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;

namespace Sluice.Core.Scene.World;

/// <summary>A flat convex piece of what does not move.</summary>
/// <param name="Corners">In order, either way round.</param>
/// <param name="Albedo">Its colour.</param>
/// <param name="Material">Its grain.</param>
/// <param name="Emission">What it shines at night.</param>
/// <param name="IsGround">Whether it lies on the ground and takes shadows.</param>
/// <param name="Item">The item it belongs to, 0 for the ground.</param>
/// <param name="Normal">Which way it faces for shading; null takes its plane's.</param>
/// <param name="Casts">How dark its shadow is, 0 to 256.</param>
internal sealed record StaticPolygon(
    Vec3[] Corners, Rgb Albedo, Material Material, Rgb Emission, bool IsGround, int Item, Vec3? Normal, int Casts);
