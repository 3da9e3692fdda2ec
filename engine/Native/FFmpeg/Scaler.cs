namespace Sluice.Native.FFmpeg;

/// <summary>
/// Converts pictures to another size or pixel format with libswscale, by the frame's own colour matrix and range.
/// Keeps its tables while sizes and formats stay the same. For one thread at a time.
/// </summary>
public sealed unsafe class Scaler : IDisposable
{
    private const int One = 1 << 16;
    private readonly ScalerOptions _options;
    private SwsContextHandle? _context;
    private ScaleJob _job;

    /// <summary>A scaler; the first conversion prepares it.</summary>
    /// <param name="options">How; null for the defaults.</param>
    public Scaler(ScalerOptions? options = null)
    {
        FFmpegLibrary.Load();
        _options = options ?? new ScalerOptions();
    }

    /// <summary>Converts into a frame, whose buffers are used again when they fit and nobody shares them.</summary>
    /// <param name="from">The picture; borrowed.</param>
    /// <param name="into">Gets the picture, with the times and other properties of <paramref name="from"/>.</param>
    /// <param name="width">Pixels of the result.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="format">Pixel format of the result.</param>
    /// <exception cref="NotSupportedException">libswscale cannot convert between these formats.</exception>
    public void Convert(AvFrame from, AvFrame into, int width, int height, AvPixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(format);
        Prepare(from, width, height, format);
        if (into.Width != width || into.Height != height || into.PixelFormat != format.Id || !into.IsWritable)
            into.Allocate(width, height, format);
        into.CopyPropertiesFrom(from);
        if (!format.IsRgb)
        {
            into.ColorRange = _job.Full ? ColorRange.Full : ColorRange.Limited;
            into.ColorSpace = _job.Space;
        }
        else
        {
            into.ColorRange = ColorRange.Full;
            into.ColorSpace = AvUtil.AVCOL_SPC_RGB;
        }

        var to = into.Handle.Pointer;
        Run(from, (byte**)(to + Layout.AVFrame.data), (int*)(to + Layout.AVFrame.linesize));
    }

    /// <summary>Converts into the caller's memory: a format of one plane, such as BGR24 or GRAY8.</summary>
    /// <param name="from">The picture; borrowed.</param>
    /// <param name="to">At least <paramref name="strideBytes"/> times <paramref name="height"/> bytes.</param>
    /// <param name="strideBytes">From row to row; at least the row's length.</param>
    /// <param name="width">Pixels of the result.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="format">Pixel format of the result.</param>
    public void Convert(AvFrame from, Span<byte> to, int strideBytes, int width, int height, AvPixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(format);
        if (format.PlaneCount != 1)
            throw new ArgumentException($"'{format}' has {format.PlaneCount} planes: convert into a frame.", nameof(format));
        ArgumentOutOfRangeException.ThrowIfLessThan(strideBytes, format.RowBytes(0, width));

        // The whole last stride is asked for: libswscale may write up to its end.
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, (long)strideBytes * height, nameof(to));
        Prepare(from, width, height, format);
        fixed (byte* first = to)
        {
            var planes = stackalloc byte*[4] { first, null, null, null };
            var strides = stackalloc int[4] { strideBytes, 0, 0, 0 };
            Run(from, planes, strides);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _context?.Dispose();

    private void Prepare(AvFrame from, int width, int height, AvPixelFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (from.IsEmpty) throw new ArgumentException("The frame holds no picture.", nameof(from));
        var job = ScaleJob.Of(from, width, height, format, _options);
        if (_context != null && job == _job) return;
        if (SwScale.sws_isSupportedInput(job.From.Id) == 0 || SwScale.sws_isSupportedOutput(job.To.Id) == 0)
            throw new NotSupportedException($"libswscale cannot convert '{from.Format}' to '{format}'.");

        _context?.Dispose();
        _context = null;
        var context = new SwsContextHandle();
        try
        {
            Configure(context, job);
        }
        catch
        {
            context.Dispose();
            throw;
        }

        (_context, _job) = (context, job);
    }

    private void Configure(SwsContextHandle context, ScaleJob job)
    {
        Set(context, "srcw", job.FromWidth);
        Set(context, "srch", job.FromHeight);
        Set(context, "src_format", job.From.Id);
        Set(context, "src_range", job.FromFull ? 1 : 0);
        Set(context, "dstw", job.Width);
        Set(context, "dsth", job.Height);
        Set(context, "dst_format", job.To.Id);
        Set(context, "dst_range", job.Full ? 1 : 0);
        Set(context, "sws_flags", Flags());
        var code = SwScale.sws_init_context(context, 0, 0);
        if (code < 0) throw new AvException(code, nameof(SwScale.sws_init_context), null, $"cannot convert {job}");

        // Between RGB formats there is nothing to set, and libswscale says so with -1.
        _ = SwScale.sws_setColorspaceDetails(context,
            SwScale.sws_getCoefficients(job.FromSpace), job.FromFull ? 1 : 0,
            SwScale.sws_getCoefficients(job.Space), job.Full ? 1 : 0, 0, One, One);
    }

    private int Flags()
    {
        var filter = _options.Quality switch
        {
            ScaleQuality.FastBilinear => SwScale.SWS_FAST_BILINEAR,
            ScaleQuality.Bilinear => SwScale.SWS_BILINEAR,
            ScaleQuality.Area => SwScale.SWS_AREA,
            _ => SwScale.SWS_BICUBIC,
        };
        return _options.Accurate ? filter | SwScale.SWS_ACCURATE_RND | SwScale.SWS_FULL_CHR_H_INT : filter;
    }

    private static void Set(SwsContextHandle context, string option, long value)
    {
        var code = AvUtil.av_opt_set_int(context.Pointer, option, value, 0);
        if (code < 0) throw new AvException(code, nameof(AvUtil.av_opt_set_int), null, $"swscale option {option}={value}");
    }

    private void Run(AvFrame from, byte** to, int* strides)
    {
        var source = from.Handle.Pointer;
        var rows = SwScale.sws_scale(_context!, (byte**)(source + Layout.AVFrame.data),
            (int*)(source + Layout.AVFrame.linesize), 0, _job.FromHeight, to, strides);
        GC.KeepAlive(from);
        if (rows < 0) throw new AvException(rows, nameof(SwScale.sws_scale), null);
    }
}
