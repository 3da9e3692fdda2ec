namespace Sluice.Core.Stages.Tracking;

/// <summary>How far a block of a thumbnail moved, in cells.</summary>
/// <param name="X">Column of its middle before.</param>
/// <param name="Y">Row of its middle before.</param>
/// <param name="ShiftX">To the right.</param>
/// <param name="ShiftY">Downwards.</param>
internal readonly record struct BlockShift(double X, double Y, double ShiftX, double ShiftY);
