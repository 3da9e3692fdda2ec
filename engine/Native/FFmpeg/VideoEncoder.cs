using System.Globalization;

namespace Sluice.Native.FFmpeg;

/// <summary>
/// Encodes pictures of one size. Per picture: <see cref="Send"/>, then <see cref="Receive"/> until it says false; at
/// the end send null and receive the rest. For one thread at a time.
/// </summary>
public sealed unsafe class VideoEncoder : IDisposable
{
    private static readonly AvRational NominalRate = new(30, 1);

    private static readonly string[] Preferred = ["libx264", "libopenh264", "mpeg4"];
    private readonly AvCodecContextHandle _codec;
    private readonly AvFrame _input = new();
    private readonly LogSource _log;
    private readonly long _frameDuration;
    private long _interval;
    private long _lastPts = long.MinValue;

    /// <summary>Opens an encoder.</summary>
    /// <param name="width">Pixels; even for yuv420p.</param>
    /// <param name="height">Rows; even for yuv420p.</param>
    /// <param name="timeBase">Unit of the pictures' times in seconds.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="globalHeader">Parameters go to the container's header instead of the stream, as MP4 wants it.</param>
    /// <param name="target">Named in errors and log lines; a path perhaps.</param>
    /// <exception cref="AvException">There is no such encoder, or it refuses what is asked.</exception>
    public VideoEncoder(int width, int height, AvRational timeBase, EncoderOptions? options = null,
        bool globalHeader = false, string target = "encoder")
        : this(width, height, timeBase, options ?? new EncoderOptions(), globalHeader, new LogSource(target))
    {
    }

    internal VideoEncoder(int width, int height, AvRational timeBase, EncoderOptions options, bool globalHeader, LogSource log)
    {
        FFmpegLibrary.Load();
        if (!timeBase.IsKnown) throw new ArgumentException($"A time base is above 0: {timeBase}.", nameof(timeBase));
        (Width, Height, TimeBase) = (width, height, timeBase);
        if (options.FrameRate is { IsKnown: true } rate) _frameDuration = new AvRational(rate.Den, rate.Num).Rescale(1, timeBase);
        _interval = Math.Max(1, new AvRational(1, 25).Rescale(1, timeBase));
        _log = log;
        using var scope = FFmpegLog.Enter(_log);
        var names = options.Codec != null ? [options.Codec] : options.Codecs ?? Preferred;
        for (var i = 0; _codec == null; i++)
        {
            if (i == names.Count) throw NoneOf(names, log.Name);
            var encoder = AvCodec.avcodec_find_encoder_by_name(names[i]);
            if (encoder == 0) continue;
            Name = names[i];
            Format = options.Surfaces != null ? AvPixelFormat.Named("cuda") : options.Format ?? EncoderCatalog.FormatOf(Name);
            var codec = new AvCodecContextHandle(encoder, _log);
            try
            {
                Open(codec, encoder, options, globalHeader);
                _codec = codec;
            }
            catch (Exception fault)
            {
                codec.Dispose();
                if (fault is AvException && HasAnother(names, i)) continue;
                _input.Dispose();
                FFmpegLog.Flush(_log);
                throw;
            }
        }

        if (options.Codec == null && options.Codecs == null && Name != Preferred[0])
            Note = $"This FFmpeg has no {Preferred[0]}: '{log.Name}' is encoded with {Name} instead.";
    }

    /// <summary>FFmpeg's name of the encoder in use.</summary>
    public string Name { get; } = "";

    /// <summary>Said when the encoder is not the one preferred; null else.</summary>
    public string? Note { get; }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The format pictures must have.</summary>
    public AvPixelFormat Format { get; } = AvPixelFormat.Yuv420p;

    /// <summary>Unit of the times of pictures and packets.</summary>
    public AvRational TimeBase { get; }

    internal AvCodecContextHandle Handle => _codec;

    /// <summary>Hands a picture in; it stays the caller's and is not changed.</summary>
    /// <param name="frame">A picture of this size and format; null once at the end.</param>
    /// <param name="pts">Its time in <see cref="TimeBase"/>; above the last one's.</param>
    /// <param name="intra">Asks for an intra frame here, at which a player can start; an encoder may have its own mind.</param>
    public void Send(AvFrame? frame, long pts = 0, bool intra = false)
    {
        using var scope = FFmpegLog.Enter(_log);
        if (frame == null)
        {
            var ended = AvCodec.avcodec_send_null_frame(_codec, 0);
            if (ended != AvError.Eof) Check(ended, nameof(AvCodec.avcodec_send_frame));
            return;
        }

        if (frame.Width != Width || frame.Height != Height || frame.PixelFormat != Format.Id)
            throw new ArgumentException(
                $"The encoder takes {Width}x{Height} {Format}, not {frame.Width}x{frame.Height} {(frame.IsEmpty ? "(empty)" : frame.Format)}.",
                nameof(frame));
        if (_lastPts < pts && _lastPts != long.MinValue) _interval = pts - _lastPts;
        _lastPts = pts;
        _input.Ref(frame);
        _input.Pts = pts;

        // A decoded picture remembers its type, which an encoder would take for an order.
        _input.PictureType = intra ? PictureType.I : PictureType.None;
        var code = AvCodec.avcodec_send_frame(_codec, _input.Handle);
        _input.Unref();
        Check(code, nameof(AvCodec.avcodec_send_frame));
    }

    /// <summary>Takes the next packet, in decoding order, if one is ready.</summary>
    /// <param name="into">Filled with the packet, times in <see cref="TimeBase"/>; what it held is let go.</param>
    /// <returns>False: send more, or after the end nothing is left.</returns>
    public bool Receive(AvPacket into)
    {
        ArgumentNullException.ThrowIfNull(into);
        using var scope = FFmpegLog.Enter(_log);
        var code = AvCodec.avcodec_receive_packet(_codec, into.Handle);
        if (code is AvError.Again or AvError.Eof) return false;
        Check(code, nameof(AvCodec.avcodec_receive_packet));

        // The last picture of a file is shown for its packet's duration; with 0, MP4's edit list even leaves it out.
        ref var duration = ref Layout.Long(into.Handle.Pointer, Layout.AVPacket.duration);
        if (duration == 0) duration = _frameDuration > 0 ? _frameDuration : _interval;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (FFmpegLog.Enter(_log)) _codec.Dispose();
        _input.Dispose();
        FFmpegLog.Flush(_log);
    }

    private static AvException NoneOf(IEnumerable<string> names, string target)
        => new(AvError.EncoderNotFound, nameof(AvCodec.avcodec_find_encoder_by_name), target,
            $"this FFmpeg has no encoder '{string.Join("', '", names)}'");

    private static bool HasAnother(IReadOnlyList<string> names, int after)
    {
        for (var i = after + 1; i < names.Count; i++)
            if (AvCodec.avcodec_find_encoder_by_name(names[i]) != 0) return true;
        return false;
    }

    private void Open(AvCodecContextHandle codec, nint encoder, EncoderOptions options, bool globalHeader)
    {
        var context = codec.Pointer;
        Layout.Int(context, Layout.AVCodecContext.width) = Width;
        Layout.Int(context, Layout.AVCodecContext.height) = Height;
        Layout.Int(context, Layout.AVCodecContext.pix_fmt) = Format.Id;
        Layout.Rational(context, Layout.AVCodecContext.time_base) = TimeBase;

        // Without a rate encoders take the time base for one, and choose levels and bit rates for 90000 frames a second.
        Layout.Rational(context, Layout.AVCodecContext.framerate) = options.FrameRate ?? NominalRate;
        Layout.Int(context, Layout.AVCodecContext.thread_count) = options.Threads;
        if (options.GopSize is { } gop) Layout.Int(context, Layout.AVCodecContext.gop_size) = gop;
        if (options.Surfaces is { } surfaces)
        {
            // The encoder frees it. A decoder's surface may be as large as its stream is coded; what is encoded is as large as the picture.
            if (surfaces.Width != Width || surfaces.Height != Height)
                throw new ArgumentException($"Surfaces of {surfaces.Width}x{surfaces.Height} are none for video of {Width}x{Height}.", nameof(options));
            Layout.Pointer(context, Layout.AVCodecContext.hw_frames_ctx) = AvUtil.av_buffer_ref_surfaces(surfaces.Handle);
        }

        // NVENC's presets make B-frames of their own accord; each would hold further surfaces.
        if (options.LowDelay || EncoderCatalog.IsNvenc(Name)) Layout.Int(context, Layout.AVCodecContext.max_b_frames) = 0;
        else if (options.MaxBFrames is { } b) Layout.Int(context, Layout.AVCodecContext.max_b_frames) = b;
        if (options.BitRate is { } bits) Layout.Long(context, Layout.AVCodecContext.bit_rate) = bits;
        if (Format.IsFullRangeByName) Layout.Int(context, Layout.AVCodecContext.color_range) = (int)ColorRange.Full;
        else if (options.ColorRange is { } range) Layout.Int(context, Layout.AVCodecContext.color_range) = (int)range;
        if (globalHeader) Layout.Int(context, Layout.AVCodecContext.flags) |= AvCodec.AV_CODEC_FLAG_GLOBAL_HEADER;

        var dictionary = new AvOptions([]);
        try
        {
            if (options.ColorSpace is { } space) dictionary.Set("colorspace", space.ToString(CultureInfo.InvariantCulture));
            foreach (var (key, value) in EncoderCatalog.QualityOf(Name, options, Width, Height)) dictionary.Set(key, value);
            foreach (var (key, value) in options.Options) dictionary.Set(key, value);

            // What is wrong with a device FFmpeg's code does not say: its log does.
            (_log.KeepsErrors, _log.FirstError) = (true, null);
            var code = AvCodec.avcodec_open2(codec, encoder, &dictionary.Dictionary);
            _log.KeepsErrors = false;
            if (code < 0 && _log.FirstError is { } said) throw new AvException(code, nameof(AvCodec.avcodec_open2), _log.Name, said);
            Check(code, nameof(AvCodec.avcodec_open2));
            if (dictionary.RemainingKeys() is [var unknown, ..])
                throw new ArgumentException($"Encoder '{Name}' has no option '{unknown}'.", nameof(options));
        }
        finally
        {
            dictionary.Dispose();
        }
    }

    private void Check(int code, string call)
    {
        if (code < 0) throw new AvException(code, call, _log.Name);
    }
}
