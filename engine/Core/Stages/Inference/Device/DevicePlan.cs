using Sluice.Abstractions;
using Sluice.Core.Stages.Inference.Preprocessing;
using Sluice.Native.Cuda;

namespace Sluice.Core.Stages.Inference.Device;

/// <summary>Says in the kernel's terms what <see cref="ResamplePlan"/> says to the CPU's pre-processing.</summary>
internal static class DevicePlan
{
    private const int Exact = 0, Rounded = 1, Scaler = 2;
    private const int YuvKind = 0, GrayKind = 1, PackedKind = 2;

    /// <summary>The input.</summary>
    public static LetterboxLayout Of(InputLayout layout)
    {
        float Border(int channel) => channel < layout.Channels ? (layout.Pad * layout.Multiply[channel]) + layout.Add[channel] : 0;
        return new()
        {
            Width = layout.Width,
            Height = layout.Height,
            Channels = layout.Channels,
            Element = layout.Element switch { InputElement.Float32 => 0, InputElement.Float16 => 1, _ => 2 },
            Interleaved = layout.Order == InputOrder.Nhwc ? 1 : 0,
            Levels = layout.Rounding == InputRounding.Levels ? 1 : 0,
            Swapped = layout.Color == ChannelOrder.Bgr ? 1 : 0,
            Plain = layout.Element == InputElement.UInt8 && layout.Multiply.All(factor => factor == 1) && layout.Add.All(summand => summand == 0) ? 1 : 0,
            Whole = YuvFactors.Whole,
            GrayRed = (ushort)(0.299 * YuvFactors.Whole),
            GrayGreen = (ushort)(0.587 * YuvFactors.Whole),
            GrayBlue = (ushort)(0.114 * YuvFactors.Whole),
            Multiply0 = layout.Multiply[0] / YuvFactors.Unit,
            Multiply1 = layout.Multiply[1] / YuvFactors.Unit,
            Multiply2 = layout.Multiply[2] / YuvFactors.Unit,
            Add0 = layout.Add[0],
            Add1 = layout.Add[1],
            Add2 = layout.Add[2],
            Border0 = Border(0),
            Border1 = Border(1),
            Border2 = Border(2),
        };
    }

    /// <summary>A picture, or a part of it.</summary>
    /// <param name="samples">Where it is.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="area">The part of the displayed frame.</param>
    /// <param name="place">Where that goes: <see cref="Placement.Of(PictureArea, int, int, InputLayout)"/>.</param>
    /// <param name="layout">The input.</param>
    public static LetterboxPicture Of(in DeviceSamples samples, in PictureKind kind, PictureArea area, in Placement place, InputLayout layout)
    {
        var coded = kind.Coded(area);
        var picture = Colors(kind, layout) with
        {
            Turned = kind.Turned ? 1 : 0,
            AcrossStart = coded.X,
            AcrossLength = coded.Width,
            AcrossReversed = kind.Rotation is 180 or 270 ? 1 : 0,
            LinesStart = coded.Y,
            LinesLength = coded.Height,
            LinesReversed = kind.Rotation is 90 or 180 ? 1 : 0,
            Left = place.Left,
            Top = place.Top,
            Width = place.Width,
            Height = place.Height,
        };
        return Planes(picture, samples, kind.Format);
    }

    private static LetterboxPicture Planes(in LetterboxPicture picture, in DeviceSamples samples, PixelFormat format)
    {
        var luma = PlaneSampling.Luma(format);
        if (format is PixelFormat.Rgb24 or PixelFormat.Bgr24)
        {
            var (red, blue) = format == PixelFormat.Rgb24 ? (0u, 2u) : (2u, 0u);
            return picture with
            {
                Luma = samples.First + red,
                ChromaU = samples.First + 1,
                ChromaV = samples.First + blue,
                LumaStride = samples.FirstStride,
                ChromaUStride = samples.FirstStride,
                ChromaVStride = samples.FirstStride,
                LumaStep = luma.StrideBytes,
                ChromaUStep = luma.StrideBytes,
                ChromaVStep = luma.StrideBytes,
            };
        }

        var chroma = PlaneSampling.Chroma(format);
        var mixed = format == PixelFormat.Nv12 || samples.IsP010;
        var step = samples.IsP010 ? 4 : chroma?.StrideBytes ?? 0;
        return picture with
        {
            Luma = samples.First,
            ChromaU = samples.Second,
            ChromaV = mixed ? samples.Second + (ulong)(step / 2) : samples.Third,
            LumaStride = samples.FirstStride,
            ChromaUStride = samples.SecondStride,
            ChromaVStride = mixed ? samples.SecondStride : samples.ThirdStride,
            LumaStep = luma.StrideBytes,
            ChromaUStep = step,
            ChromaVStep = step,
            ChromaShiftX = chroma?.Halving ?? 0,
            ChromaShiftY = format is PixelFormat.Yuv420P or PixelFormat.Nv12 or PixelFormat.Yuv420P10 ? 1 : 0,
            Depth = samples.IsP010 ? 7 : luma.IsDeep ? 1 : 0,
        };
    }

    private static LetterboxPicture Colors(in PictureKind kind, InputLayout layout)
    {
        var packed = kind.Format is PixelFormat.Rgb24 or PixelFormat.Bgr24;
        var gray = !packed && (layout.Channels == 1 || kind.Format == PixelFormat.Gray8);
        var levels = layout.Rounding == InputRounding.Levels;
        if (levels && !gray && kind.Format is PixelFormat.Yuv420P or PixelFormat.Yuv422P or PixelFormat.Nv12)
        {
            var scaler = ScalerFactors.Of(kind.Range, kind.Matrix);
            return new()
            {
                Kind = YuvKind,
                Conversion = Scaler,
                LumaFactor = scaler.Luma,
                RedV = scaler.RedV,
                GreenU = scaler.GreenU,
                GreenV = scaler.GreenV,
                BlueU = scaler.BlueU,
                Black = scaler.Black,
            };
        }

        var factors = YuvFactors.Of(kind);
        return new()
        {
            Kind = packed ? PackedKind : gray ? GrayKind : YuvKind,
            Conversion = levels ? Rounded : Exact,
            LumaFactor = factors.Luma,
            RedV = factors.RedV,
            GreenU = factors.GreenU,
            GreenV = factors.GreenV,
            BlueU = factors.BlueU,
            Black = factors.Black,
            RedOffset = factors.RedOffset,
            GreenOffset = factors.GreenOffset,
            BlueOffset = factors.BlueOffset,
            GreenLoss = kind.Format == PixelFormat.Yuv420P10 ? TenBits.GreenLoss : 0,
        };
    }
}
