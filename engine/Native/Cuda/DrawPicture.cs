using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>An NV12 picture and the copy of it that <c>Kernels/draw.cu</c> draws on.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DrawPicture
{
    /// <summary>Rows of the copy that share a list of commands.</summary>
    public const int BandRows = 16;

    /// <summary>Device address of the source's first luma sample.</summary>
    public ulong FromLuma { get; init; }

    /// <summary>Device address of the source's first pair of chroma samples.</summary>
    public ulong FromChroma { get; init; }

    /// <summary>Device address of the copy's first luma sample.</summary>
    public ulong Luma { get; init; }

    /// <summary>Device address of the copy's first pair of chroma samples.</summary>
    public ulong Chroma { get; init; }

    /// <summary>Device address of 32-bit numbers: where in <see cref="Order"/> each band's commands begin, and where the last one's end.</summary>
    public ulong Bands { get; init; }

    /// <summary>Device address of 32-bit numbers: the commands of band after band.</summary>
    public ulong Order { get; init; }

    /// <summary>Bytes from row to row of the source's luma.</summary>
    public int FromLumaStride { get; init; }

    /// <summary>Bytes from row to row of the source's chroma.</summary>
    public int FromChromaStride { get; init; }

    /// <summary>Bytes from row to row of the copy's luma.</summary>
    public int LumaStride { get; init; }

    /// <summary>Bytes from row to row of the copy's chroma.</summary>
    public int ChromaStride { get; init; }

    /// <summary>Columns of the source.</summary>
    public int FromWidth { get; init; }

    /// <summary>Rows of the source.</summary>
    public int FromHeight { get; init; }

    /// <summary>Columns of the copy: the source's, or its rows where it is turned by a quarter.</summary>
    public int Width { get; init; }

    /// <summary>Rows of the copy.</summary>
    public int Height { get; init; }

    /// <summary>Degrees to turn clockwise: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    private int Reserved { get; init; }
}
