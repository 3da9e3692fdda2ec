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
    {
        options ??= new EncoderOptions();
        FFmpegLibrary.Load();
        if (!timeBase.IsKnown) throw new ArgumentException($"A time base is above 0: {timeBase}.", nameof(timeBase));
        (Width, Height, TimeBase, Format) = (width, height, timeBase, options.Format ?? AvPixelFormat.Yuv420p);
        if (options.FrameRate is { IsKnown: true } rate) _frameDuration = new AvRational(rate.Den, rate.Num).Rescale(1, timeBase);
        _interval = Math.Max(1, new AvRational(1, 25).Rescale(1, timeBase));
        _log = new LogSource(target);
        using var scope = FFmpegLog.Enter(_log);
        var encoder = Find(options, target);
        Name = AvUtil.Text(Layout.Pointer(encoder, Layout.AVCodec.name)) ?? "";
        if (options.Codec == null && Name != Preferred[0])
            Note = $"This FFmpeg has no {Preferred[0]}: '{target}' is encoded with {Name} instead.";
        _codec = new AvCodecContextHandle(encoder, _log);
        try
        {
            Open(encoder, options, globalHeader);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>FFmpeg's name of the encoder in use.</summary>
    public string Name { get; }

    /// <summary>Said when the encoder is not the one preferred; null else.</summary>
    public string? Note { get; }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The format pictures must have.</summary>
    public AvPixelFormat Format { get; }

    /// <summary>Unit of the times of pictures and packets.</summary>
    public AvRational TimeBase { get; }

    internal AvCodecContextHandle Handle => _codec;

    /// <summary>Hands a picture in; it stays the caller's and is not changed.</summary>
    /// <param name="frame">A picture of this size and format; null once at the end.</param>
    /// <param name="pts">Its time in <see cref="TimeBase"/>; above the last one's.</param>
    public void Send(AvFrame? frame, long pts = 0)
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
        _input.PictureType = PictureType.None;
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

    private static nint Find(EncoderOptions options, string target)
    {
        foreach (var name in options.Codec == null ? Preferred : [options.Codec])
            if (AvCodec.avcodec_find_encoder_by_name(name) is var found and not 0) return found;
        throw new AvException(AvError.EncoderNotFound, nameof(AvCodec.avcodec_find_encoder_by_name), target,
            $"this FFmpeg has no encoder '{options.Codec ?? string.Join("', '", Preferred)}'");
    }

    private void Open(nint encoder, EncoderOptions options, bool globalHeader)
    {
        var context = _codec.Pointer;
        Layout.Int(context, Layout.AVCodecContext.width) = Width;
        Layout.Int(context, Layout.AVCodecContext.height) = Height;
        Layout.Int(context, Layout.AVCodecContext.pix_fmt) = Format.Id;
        Layout.Rational(context, Layout.AVCodecContext.time_base) = TimeBase;

        // Without a rate encoders take the time base for one, and choose levels and bit rates for 90000 frames a second.
        Layout.Rational(context, Layout.AVCodecContext.framerate) = options.FrameRate ?? NominalRate;
        Layout.Int(context, Layout.AVCodecContext.thread_count) = options.Threads;
        if (options.GopSize is { } gop) Layout.Int(context, Layout.AVCodecContext.gop_size) = gop;
        if (options.MaxBFrames is { } b) Layout.Int(context, Layout.AVCodecContext.max_b_frames) = b;
        if (Format.IsFullRangeByName) Layout.Int(context, Layout.AVCodecContext.color_range) = (int)ColorRange.Full;
        if (globalHeader) Layout.Int(context, Layout.AVCodecContext.flags) |= AvCodec.AV_CODEC_FLAG_GLOBAL_HEADER;

        var dictionary = new AvOptions([]);
        try
        {
            ChooseQuality(context, options, ref dictionary);
            foreach (var (key, value) in options.Options) dictionary.Set(key, value);
            Check(AvCodec.avcodec_open2(_codec, encoder, &dictionary.Dictionary), nameof(AvCodec.avcodec_open2));
            if (dictionary.RemainingKeys() is [var unknown, ..])
                throw new ArgumentException($"Encoder '{Name}' has no option '{unknown}'.", nameof(options));
        }
        finally
        {
            dictionary.Dispose();
        }
    }

    private void ChooseQuality(nint context, EncoderOptions options, ref AvOptions dictionary)
    {
        if (Name == "libx264") dictionary.Set("preset", options.Preset);
        if (options.BitRate is { } bits)
        {
            Layout.Long(context, Layout.AVCodecContext.bit_rate) = bits;
            return;
        }

        if (Name == "libx264")
            dictionary.Set("crf", options.Crf.ToString(CultureInfo.InvariantCulture));
        else if (Name is "mpeg4" or "libopenh264")
            // No constant quality here: 0.1 bit a pixel at 25 frames a second looks alike.
            Layout.Long(context, Layout.AVCodecContext.bit_rate) = Math.Max(400_000, (long)Width * Height * 5 / 2);
    }

    private void Check(int code, string call)
    {
        if (code < 0) throw new AvException(code, call, _log.Name);
    }
}
