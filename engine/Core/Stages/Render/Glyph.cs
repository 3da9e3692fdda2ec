namespace Sluice.Core.Stages.Render;

/// <summary>Where a character's bitmap lies in its face, and how it is placed.</summary>
/// <param name="Offset">First byte of its alpha.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Left">Columns from the pen to the bitmap.</param>
/// <param name="Top">Rows from the bitmap's top down to the baseline.</param>
/// <param name="Advance">Columns to the next pen position.</param>
internal readonly record struct Glyph(int Offset, int Width, int Height, int Left, int Top, int Advance);
