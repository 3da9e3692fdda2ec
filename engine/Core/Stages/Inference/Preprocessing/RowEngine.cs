using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <summary>The kernels at one width of vectors.</summary>
internal abstract class RowEngine
{
    /// <summary>The most outputs of a vector; lines are padded to a multiple of it.</summary>
    public const int MostLanes = 32;

    /// <summary>For any machine.</summary>
    public static RowEngine Portable { get; } = new RowEngine<Lanes128, System.Runtime.Intrinsics.Vector128<ushort>>(null);

    /// <summary>With AVX2; null on a machine without.</summary>
    public static RowEngine? Avx2 { get; }
        = Lanes256.IsSupported ? new RowEngine<Lanes256, System.Runtime.Intrinsics.Vector256<ushort>>(Portable) : null;

    /// <summary>With AVX-512 VBMI; null on a machine without.</summary>
    public static RowEngine? Avx512 { get; }
        = Lanes512.IsSupported ? new RowEngine<Lanes512, System.Runtime.Intrinsics.Vector512<ushort>>(Avx2) : null;

    /// <summary>The fastest on this machine.</summary>
    public static RowEngine Best { get; } = Avx512 ?? Avx2 ?? Portable;

    /// <summary>Outputs of a vector.</summary>
    public abstract int Lanes { get; }

    /// <summary>Bytes that a shuffle chooses from.</summary>
    public abstract int WindowBytes { get; }

    /// <summary>Most windows that a block of outputs may reach over.</summary>
    public abstract int MostWindows { get; }

    /// <summary>For outputs that lie too far apart for this one.</summary>
    public abstract RowEngine Narrower { get; }

    /// <summary>A count rounded up to whole vectors of any width.</summary>
    /// <param name="count">0 or more.</param>
    public static int Padded(int count) => (count + MostLanes - 1) / MostLanes * MostLanes;

    /// <summary>Converts a coded row and resamples it along itself.</summary>
    /// <param name="picture">A picture of the plan's kind, in host memory.</param>
    /// <param name="plan">The plan, made for this engine.</param>
    /// <param name="row">Coded row.</param>
    /// <param name="gray">Whether one grey channel is wanted instead of three colours.</param>
    /// <param name="into">Gets it.</param>
    public abstract void Read(Picture picture, ResamplePlan plan, int row, bool gray, ResampledRow into);

    /// <summary>Blends two lines and normalises the result.</summary>
    /// <param name="upper">One, of whole vectors.</param>
    /// <param name="lower">Another.</param>
    /// <param name="weight">Of the other in 1/32768.</param>
    /// <param name="levels">Whether to round to levels as OpenCV's resize does.</param>
    /// <param name="multiply">Factor on units of <see cref="YuvFactors.Unit"/>.</param>
    /// <param name="add">Added after it.</param>
    /// <param name="into">The line.</param>
    public abstract void WriteFloats(
        ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, short weight, bool levels, float multiply, float add, Span<float> into);

    /// <summary>Blends two lines and rounds the result to bytes.</summary>
    /// <inheritdoc cref="WriteFloats"/>
    public abstract void WriteBytes(ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, short weight, bool levels, Span<byte> into);
}
