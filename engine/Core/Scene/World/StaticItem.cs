namespace Sluice.Core.Scene.World;

/// <summary>Something upright that may stand before a mover; the rectangle is its footprint in metres.</summary>
internal sealed record StaticItem(double X0, double Y0, double X1, double Y1);
