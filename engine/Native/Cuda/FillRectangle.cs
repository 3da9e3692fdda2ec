using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>A rectangle of one colour for <c>Kernels/fill.cu</c>, clipped there; later ones lie over earlier ones.</summary>
/// <param name="X1">First column.</param>
/// <param name="Y1">First row.</param>
/// <param name="X2">The column after the last.</param>
/// <param name="Y2">The row after the last.</param>
/// <param name="Y">Luma.</param>
/// <param name="U">Blue difference.</param>
/// <param name="V">Red difference.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FillRectangle(int X1, int Y1, int X2, int Y2, int Y, int U, int V)
{
    private readonly int _reserved = 0;
}
