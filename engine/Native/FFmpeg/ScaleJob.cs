namespace Sluice.Native.FFmpeg;

/// <summary>All that a libswscale context depends on: two conversions with equal jobs can share one.</summary>
internal readonly record struct ScaleJob(
    int FromWidth, int FromHeight, AvPixelFormat From, int FromSpace, bool FromFull,
    int Width, int Height, AvPixelFormat To, int Space, bool Full)
{
    internal static ScaleJob Of(AvFrame from, int width, int height, AvPixelFormat to, ScalerOptions options)
    {
        var source = from.Format;
        var isYuv = !source.IsRgb && !source.IsGray;
        var fromFull = source.IsFullRangeByName || from.ColorRange == ColorRange.Full
            || (source.IsGray && from.ColorRange == ColorRange.Unspecified);
        var space = options.ColorSpace ?? (isYuv ? from.ColorSpace : AvUtil.AVCOL_SPC_SMPTE170M);
        var full = to.IsFullRangeByName || (options.ColorRange is { } range
            ? range == ColorRange.Full
            : to.IsGray || to.IsRgb || (isYuv && fromFull));
        return new(from.Width, from.Height, Plain(source), from.ColorSpace, fromFull, width, height, Plain(to), space, full);
    }

    // libswscale warns about the yuvj formats, which are the plain ones with the range said twice.
    private static AvPixelFormat Plain(AvPixelFormat format) =>
        format.IsFullRangeByName ? AvPixelFormat.Named("yuv" + format.Name[4..]) : format;
}
