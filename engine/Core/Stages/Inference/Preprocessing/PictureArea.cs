namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>A part of a frame, in pixels of the frame as displayed, that is after its rotation.</summary>
/// <param name="X">Its first column.</param>
/// <param name="Y">Its first row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct PictureArea(int X, int Y, int Width, int Height);
