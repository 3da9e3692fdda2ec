using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>How the samples of a pixel column are found in a row of a plane.</summary>
/// <param name="Halving">1 where a sample stands for two columns, else 0.</param>
/// <param name="StrideBytes">From one sample to the next of its kind.</param>
/// <param name="IsDeep">Whether a sample is two bytes, little-endian.</param>
internal readonly record struct PlaneSampling(int Halving, int StrideBytes, bool IsDeep)
{
    /// <summary>Where a column's sample starts in a row.</summary>
    /// <param name="column">Coded column.</param>
    public int ByteOf(int column) => (column >> Halving) * StrideBytes;

    /// <summary>Bytes of a row from its first sample of a kind to the end of the last.</summary>
    /// <param name="width">Columns of the picture.</param>
    public int RowBytes(int width) => ByteOf(width - 1) + (IsDeep ? 2 : 1);

    /// <summary>How luma, grey or packed colours lie.</summary>
    /// <param name="format">A format with known planes.</param>
    public static PlaneSampling Luma(PixelFormat format) => format switch
    {
        PixelFormat.Rgb24 or PixelFormat.Bgr24 => new(0, 3, false),
        PixelFormat.Yuv420P10 => new(0, 2, true),
        _ => new(0, 1, false),
    };

    /// <summary>How chroma lies; null where there is none.</summary>
    /// <param name="format">A format with known planes.</param>
    public static PlaneSampling? Chroma(PixelFormat format) => format switch
    {
        PixelFormat.Yuv420P or PixelFormat.Yuv422P => new(1, 1, false),
        PixelFormat.Yuv444P => new(0, 1, false),
        PixelFormat.Nv12 => new(1, 2, false),
        PixelFormat.Yuv420P10 => new(1, 2, true),
        _ => null,
    };
}
