using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Preprocessing;

/// <inheritdoc/>
/// <typeparam name="TLanes">The vectors' operations.</typeparam>
/// <typeparam name="TWords">The vectors.</typeparam>
/// <param name="narrower">The next narrower engine.</param>
internal sealed class RowEngine<TLanes, TWords>(RowEngine? narrower) : RowEngine
    where TLanes : struct, ILanes<TWords>
    where TWords : struct
{
    /// <inheritdoc/>
    public override int Lanes => TLanes.Count;

    /// <inheritdoc/>
    public override int WindowBytes => TLanes.WindowBytes;

    /// <inheritdoc/>
    public override int MostWindows => TLanes.MostWindows;

    /// <inheritdoc/>
    public override RowEngine Narrower => narrower ?? Portable;

    /// <inheritdoc/>
    public override void Read(Picture picture, ResamplePlan plan, int row, bool gray, ResampledRow into)
    {
        switch (picture.Format)
        {
            case PixelFormat.Yuv420P10 when gray:
                Luma<TenBits>(picture, plan, row, into);
                break;
            case PixelFormat.Yuv420P10:
                Yuv<TenBits>(picture, plan, row, row / 2, into);
                break;
            case PixelFormat.Rgb24 or PixelFormat.Bgr24:
                Packed(picture, plan, row, gray, into);
                break;
            case PixelFormat.Gray8:
            case var _ when gray:
                Luma<EightBits>(picture, plan, row, into);
                break;
            case PixelFormat.Yuv422P or PixelFormat.Yuv444P:
                Yuv<EightBits>(picture, plan, row, row, into);
                break;
            default:
                Yuv<EightBits>(picture, plan, row, row / 2, into);
                break;
        }
    }

    /// <inheritdoc/>
    public override void WriteFloats(
        ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, short weight, bool levels, float multiply, float add, Span<float> into)
    {
        if (into.Length >= TLanes.Count)
        {
            LineKernels<TLanes, TWords>.Floats(upper, lower, weight, levels, multiply, add, into);
            return;
        }

        Span<float> vector = stackalloc float[MostLanes];
        LineKernels<TLanes, TWords>.Floats(upper, lower, weight, levels, multiply, add, vector[..TLanes.Count]);
        vector[..into.Length].CopyTo(into);
    }

    /// <inheritdoc/>
    public override void WriteBytes(ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, short weight, bool levels, Span<byte> into)
    {
        if (into.Length >= TLanes.Count)
        {
            LineKernels<TLanes, TWords>.Bytes(upper, lower, weight, levels, into);
            return;
        }

        Span<byte> vector = stackalloc byte[MostLanes];
        LineKernels<TLanes, TWords>.Bytes(upper, lower, weight, levels, vector[..TLanes.Count]);
        vector[..into.Length].CopyTo(into);
    }

    private static void Yuv<TDepth>(Picture picture, ResamplePlan plan, int row, int chromaRow, ResampledRow into)
        where TDepth : struct, ISampleDepth
    {
        var y = plan.Luma.Over(Line(picture, 0, row), ref into.Longer[0]);
        var mixed = picture.Format == PixelFormat.Nv12;
        var u = plan.Chroma.Over(Line(picture, 1, chromaRow), ref into.Longer[1]);
        var v = plan.Chroma.Over(mixed ? Line(picture, 1, chromaRow)[1..] : Line(picture, 2, chromaRow), ref into.Longer[2]);
        into.Start(row, plan.Across.Count, 3);
        if (plan.ScalerFactors is { } factors)
            RowKernels<TLanes, TWords>.Yuv<ScalerConverter<TLanes, TWords>, ScalerFactors>(
                y, u, v, plan.Across, factors, into[0], into[1], into[2]);
        else if (plan.RoundsLevels)
            RowKernels<TLanes, TWords>.Yuv<RoundedConverter<TDepth, TLanes, TWords>, YuvFactors>(
                y, u, v, plan.Across, plan.Factors, into[0], into[1], into[2]);
        else
            RowKernels<TLanes, TWords>.Yuv<ExactConverter<TDepth, TLanes, TWords>, YuvFactors>(
                y, u, v, plan.Across, plan.Factors, into[0], into[1], into[2]);
    }

    private static void Luma<TDepth>(Picture picture, ResamplePlan plan, int row, ResampledRow into)
        where TDepth : struct, ISampleDepth
    {
        var y = plan.Luma.Over(Line(picture, 0, row), ref into.Longer[0]);
        into.Start(row, plan.Across.Count, 1);
        RowKernels<TLanes, TWords>.Single<TDepth>(y, plan.Across, plan.Factors.Luma, plan.Factors.Black, plan.RoundsLevels, into[0]);
    }

    private static void Packed(Picture picture, ResamplePlan plan, int row, bool gray, ResampledRow into)
    {
        var line = Line(picture, 0, row);
        var (red, blue) = picture.Format == PixelFormat.Rgb24 ? (0, 2) : (2, 0);
        var one = plan.Luma.Over(line[red..], ref into.Longer[0]);
        var two = plan.Luma.Over(line[1..], ref into.Longer[1]);
        var three = plan.Luma.Over(line[blue..], ref into.Longer[2]);
        into.Start(row, plan.Across.Count, gray ? 1 : 3);
        if (gray)
        {
            RowKernels<TLanes, TWords>.Gray(one, two, three, plan.Across, into[0]);
            return;
        }

        RowKernels<TLanes, TWords>.Single<EightBits>(one, plan.Across, YuvFactors.Whole, 0, false, into[0]);
        RowKernels<TLanes, TWords>.Single<EightBits>(two, plan.Across, YuvFactors.Whole, 0, false, into[1]);
        RowKernels<TLanes, TWords>.Single<EightBits>(three, plan.Across, YuvFactors.Whole, 0, false, into[2]);
    }

    // The last row of a plane may end where its samples end, so a slice must not ask for a whole stride.
    private static ReadOnlySpan<byte> Line(Picture picture, int plane, int row)
    {
        var stride = picture.StrideBytes(plane);
        var samples = picture.Plane(plane)[(row * stride)..];
        return samples.Length > stride ? samples[..stride] : samples;
    }
}
