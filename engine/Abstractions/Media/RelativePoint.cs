namespace Sluice.Abstractions;

/// <summary>A point of the displayed frame, whatever its size in pixels.</summary>
/// <param name="X">0 at the left edge, 1 at the right.</param>
/// <param name="Y">0 at the top edge, 1 at the bottom.</param>
public readonly record struct RelativePoint(double X, double Y);
