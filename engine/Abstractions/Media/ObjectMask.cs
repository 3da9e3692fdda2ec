using System.Collections.Immutable;

namespace Sluice.Abstractions;

/// <summary>Which part of an object's box it covers, as a coarse grid over the box.</summary>
/// <param name="Width">Columns of the grid, at least 1.</param>
/// <param name="Height">Rows of the grid, at least 1.</param>
/// <param name="Cells">Row after row, 0 (outside) to 255 (inside); <paramref name="Width"/> times <paramref name="Height"/> values.</param>
public sealed record ObjectMask(int Width, int Height, ImmutableArray<byte> Cells);
