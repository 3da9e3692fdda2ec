using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>An NV12 picture as <c>Kernels/fill.cu</c> draws on it.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FillPicture
{
    /// <summary>Device address of the first luma sample.</summary>
    public ulong Luma { get; init; }

    /// <summary>Device address of the first pair of chroma samples.</summary>
    public ulong Chroma { get; init; }

    /// <summary>Bytes from row to row of luma.</summary>
    public int LumaStride { get; init; }

    /// <summary>Bytes from row to row of chroma.</summary>
    public int ChromaStride { get; init; }

    /// <summary>Columns.</summary>
    public int Width { get; init; }

    /// <summary>Rows.</summary>
    public int Height { get; init; }

    /// <summary>Rectangles to fill.</summary>
    public int Count { get; init; }

    private int Reserved { get; init; }
}
