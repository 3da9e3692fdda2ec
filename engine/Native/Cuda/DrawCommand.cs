using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>One thing that <c>Kernels/draw.cu</c> draws; later ones lie over earlier ones.</summary>
/// <param name="X1">First column; the rectangle is clipped there.</param>
/// <param name="Y1">First row.</param>
/// <param name="X2">The column after the last.</param>
/// <param name="Y2">The row after the last.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Y">Luma of the colour.</param>
/// <param name="U">Its blue difference.</param>
/// <param name="V">Its red difference.</param>
/// <param name="Alpha">Of <see cref="DrawKind.Blend"/>: 0 for nothing to 256 for all.</param>
/// <param name="MaskStride">Of <see cref="DrawKind.Stamp"/>: bytes from row to row of the mask.</param>
/// <param name="Mask">Of <see cref="DrawKind.Stamp"/>: device address of the alpha, 0 to 255, of the rectangle's first pixel.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DrawCommand(
    int X1, int Y1, int X2, int Y2, DrawKind Kind, int Y, int U, int V, int Alpha = 0, int MaskStride = 0, ulong Mask = 0);
