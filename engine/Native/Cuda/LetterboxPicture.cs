using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>A picture of a batch as <c>Kernels/letterbox.cu</c> reads it: where its samples are, how they are converted, and where they go.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct LetterboxPicture
{
    /// <summary>Device address of the first luma sample; red of packed colours.</summary>
    public ulong Luma { get; init; }

    /// <summary>Device address of the first U sample; green of packed colours; unused for grey.</summary>
    public ulong ChromaU { get; init; }

    /// <summary>Device address of the first V sample; blue of packed colours; unused for grey.</summary>
    public ulong ChromaV { get; init; }

    /// <summary>Bytes from row to row of <see cref="Luma"/>.</summary>
    public int LumaStride { get; init; }

    /// <summary>Bytes from row to row of <see cref="ChromaU"/>.</summary>
    public int ChromaUStride { get; init; }

    /// <summary>Bytes from row to row of <see cref="ChromaV"/>.</summary>
    public int ChromaVStride { get; init; }

    /// <summary>Bytes from sample to sample of <see cref="Luma"/>.</summary>
    public int LumaStep { get; init; }

    /// <summary>Bytes from sample to sample of <see cref="ChromaU"/>.</summary>
    public int ChromaUStep { get; init; }

    /// <summary>Bytes from sample to sample of <see cref="ChromaV"/>.</summary>
    public int ChromaVStep { get; init; }

    /// <summary>1 where a chroma sample stands for two columns.</summary>
    public int ChromaShiftX { get; init; }

    /// <summary>1 where a chroma sample stands for two rows.</summary>
    public int ChromaShiftY { get; init; }

    /// <summary>0 for samples of a byte; for ten bits in a word one more than the bits below them: 1 in the lower part, 7 in the upper (P010).</summary>
    public int Depth { get; init; }

    /// <summary>0 YUV, 1 grey, 2 packed colours.</summary>
    public int Kind { get; init; }

    /// <summary>0 exact, 1 rounded to the nearest level, 2 as FFmpeg's scaler rounds.</summary>
    public int Conversion { get; init; }

    /// <summary>1 where a coded row becomes a displayed column.</summary>
    public int Turned { get; init; }

    /// <summary>First coded column shown.</summary>
    public int AcrossStart { get; init; }

    /// <summary>Coded columns shown.</summary>
    public int AcrossLength { get; init; }

    /// <summary>1 where they are shown from the last to the first.</summary>
    public int AcrossReversed { get; init; }

    /// <summary>First coded row shown.</summary>
    public int LinesStart { get; init; }

    /// <summary>Coded rows shown.</summary>
    public int LinesLength { get; init; }

    /// <summary>1 where they are shown from the last to the first.</summary>
    public int LinesReversed { get; init; }

    /// <summary>First column of the input that shows the picture.</summary>
    public int Left { get; init; }

    /// <summary>First row of the input that shows the picture.</summary>
    public int Top { get; init; }

    /// <summary>Columns of the input that show the picture.</summary>
    public int Width { get; init; }

    /// <summary>Rows of the input that show the picture.</summary>
    public int Height { get; init; }

    /// <summary>Factor of luma.</summary>
    public int LumaFactor { get; init; }

    /// <summary>Factor of V on red.</summary>
    public int RedV { get; init; }

    /// <summary>Factor of U on green.</summary>
    public int GreenU { get; init; }

    /// <summary>Factor of V on green.</summary>
    public int GreenV { get; init; }

    /// <summary>Factor of U on blue.</summary>
    public int BlueU { get; init; }

    /// <summary>What black luma comes to; a level for <see cref="Conversion"/> 2.</summary>
    public int Black { get; init; }

    /// <summary>Taken from red.</summary>
    public int RedOffset { get; init; }

    /// <summary>Added to green.</summary>
    public int GreenOffset { get; init; }

    /// <summary>Taken from blue.</summary>
    public int BlueOffset { get; init; }

    /// <summary>Taken from green after it was rounded to a level.</summary>
    public int GreenLoss { get; init; }
}
