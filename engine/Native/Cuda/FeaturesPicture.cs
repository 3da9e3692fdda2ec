using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>A picture as <c>Kernels/features.cu</c> reads it: NV12 or P010, at least 64 x 64.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FeaturesPicture
{
    /// <summary>Bytes written for each picture: 64 x 64 means of luma, 32 x 32 of each chroma.</summary>
    public const int CellBytes = (64 * 64) + (2 * 32 * 32);

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

    /// <summary>1 for P010.</summary>
    public int Deep { get; init; }

    private int Reserved { get; init; }
}
