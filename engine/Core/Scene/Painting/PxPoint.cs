namespace Sluice.Core.Scene.Painting;

/// <summary>A position in the picture, in pixels; the top left pixel spans 0 to 1.</summary>
internal readonly record struct PxPoint(double X, double Y);
