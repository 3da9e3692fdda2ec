using System.Globalization;

namespace Sluice.Native.FFmpeg;

/// <summary>
/// Decodes the packets of one video stream. Per packet: <see cref="Send"/>, then <see cref="Receive"/> until it says
/// <see cref="ReceiveResult.NeedsPacket"/>. At the end send null and receive until <see cref="ReceiveResult.End"/>:
/// B-frames and threads hold frames back. Frames differ in size and format when the stream changes on its way.
/// For one thread at a time.
/// </summary>
public sealed unsafe class VideoDecoder : IDisposable
{
    private readonly AvCodecContextHandle _codec;
    private readonly LogSource _log;

    /// <summary>A decoder for the video stream of an opened input.</summary>
    public VideoDecoder(Demuxer demuxer, DecoderOptions? options = null)
        : this((demuxer ?? throw new ArgumentNullException(nameof(demuxer))).Video, options)
    {
    }

    /// <summary>A decoder for a stream.</summary>
    /// <param name="stream">What to decode; not kept.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="AvException">FFmpeg has no decoder for the codec, or it refuses the stream.</exception>
    public VideoDecoder(VideoStreamInfo stream, DecoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new DecoderOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.ThreadCount, nameof(options));
        _log = stream.Log;
        using var scope = FFmpegLog.Enter(_log);
        var decoder = AvCodec.avcodec_find_decoder(stream.CodecId);
        if (decoder == 0)
            throw new AvException(AvError.DecoderNotFound, nameof(AvCodec.avcodec_find_decoder), stream.Source,
                $"this FFmpeg has no decoder for '{stream.CodecName}'");

        DecoderName = AvUtil.Text(Layout.Pointer(decoder, Layout.AVCodec.name)) ?? "";
        _codec = new AvCodecContextHandle(decoder, _log);
        try
        {
            Open(stream, decoder, options);
        }
        catch
        {
            _codec.Dispose();
            throw;
        }
    }

    /// <summary>FFmpeg's name of the decoder, such as <c>h264</c> or <c>libdav1d</c>.</summary>
    public string DecoderName { get; }

    /// <summary>Errors met in packets so far: damage in the stream, never fatal by itself.</summary>
    public long CorruptPackets { get; private set; }

    /// <summary>Errors since the last good frame: a stream that only gives errors shows here.</summary>
    public int ErrorsInARow { get; private set; }

    /// <summary>Whether this FFmpeg has a decoder for a stream's codec.</summary>
    public static bool IsSupported(VideoStreamInfo stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return AvCodec.avcodec_find_decoder(stream.CodecId) != 0;
    }

    /// <summary>How often the decoder of a codec can halve a picture's width and height while it decodes: cheaper, as it leaves out the fine
    /// detail before it is computed.</summary>
    /// <param name="codec">FFmpeg's name of the codec.</param>
    /// <returns>0 for codecs whose decoders can't.</returns>
    public static int MostHalvings(string codec) => codec is "mjpeg" or "mpeg1video" or "mpeg2video" or "mpeg4" or "h263" ? 3 : 0;

    /// <summary>Hands a packet in; it stays the caller's.</summary>
    /// <param name="packet">The next packet in stream order; null once at the end.</param>
    public SendResult Send(AvPacket? packet)
    {
        using var scope = FFmpegLog.Enter(_log);

        // FFmpeg takes an empty packet for the end of the stream; from a damaged container it is no such thing.
        if (packet is { Size: 0 }) return CountError(AvError.InvalidData, nameof(AvCodec.avcodec_send_packet));
        var code = packet == null
            ? AvCodec.avcodec_send_null_packet(_codec, 0)
            : AvCodec.avcodec_send_packet(_codec, packet.Handle);
        return code switch
        {
            >= 0 => SendResult.Ok,
            AvError.Again => SendResult.NeedsOutput,
            AvError.Eof => SendResult.End,
            _ => CountError(code, nameof(AvCodec.avcodec_send_packet)),
        };
    }

    /// <summary>Takes the next frame in presentation order, if one is ready.</summary>
    /// <param name="into">Filled with the frame, cropping applied; what it held is let go.</param>
    public ReceiveResult Receive(AvFrame into)
    {
        ArgumentNullException.ThrowIfNull(into);
        using var scope = FFmpegLog.Enter(_log);
        while (true)
        {
            var code = AvCodec.avcodec_receive_frame(_codec, into.Handle);
            switch (code)
            {
                case >= 0:
                    into.NormalizeRows();
                    ErrorsInARow = 0;
                    return ReceiveResult.Frame;
                case AvError.Again:
                    return ReceiveResult.NeedsPacket;
                case AvError.Eof:
                    return ReceiveResult.End;
                default:
                    // The packet behind the error is used up, so the next call sees what comes after it.
                    CountError(code, nameof(AvCodec.avcodec_receive_frame));
                    break;
            }
        }
    }

    /// <summary>Forgets all packets and frames inside, after a seek or to go on after the end.</summary>
    public void Flush()
    {
        using var scope = FFmpegLog.Enter(_log);
        AvCodec.avcodec_flush_buffers(_codec);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using var scope = FFmpegLog.Enter(_log);
        _codec.Dispose();
    }

    private void Open(VideoStreamInfo stream, nint decoder, DecoderOptions options)
    {
        Check(AvCodec.avcodec_parameters_to_context(_codec, stream.Parameters), nameof(AvCodec.avcodec_parameters_to_context));
        var context = _codec.Pointer;
        Layout.Rational(context, Layout.AVCodecContext.pkt_timebase) = stream.TimeBase;
        Layout.Int(context, Layout.AVCodecContext.thread_count) = options.ThreadCount;
        Layout.Int(context, Layout.AVCodecContext.skip_frame) = options.Skip switch
        {
            FrameSkip.NonReference => AvCodec.AVDISCARD_NONREF,
            FrameSkip.NonIntra => AvCodec.AVDISCARD_NONINTRA,
            FrameSkip.NonKey => AvCodec.AVDISCARD_NONKEY,
            _ => AvCodec.AVDISCARD_DEFAULT,
        };
        if (options.Device is { } device)
        {
            Layout.Pointer(context, Layout.AVCodecContext.hw_device_ctx) = device.Share();
            Layout.Pointer(context, Layout.AVCodecContext.get_format) = HardwareFormat.Chooser;
            Layout.Int(context, Layout.AVCodecContext.extra_hw_frames) = options.ExtraSurfaces;
        }

        if (options.LowDelay) Layout.Int(context, Layout.AVCodecContext.flags) |= AvCodec.AV_CODEC_FLAG_LOW_DELAY;

        var dictionary = new AvOptions([]);
        dictionary.Set("max_pixels", options.MaxPixels.ToString(CultureInfo.InvariantCulture));
        if (options.LoopFilter != LoopFilterSkip.None) dictionary.Set("skip_loop_filter", options.LoopFilter == LoopFilterSkip.All ? "all" : "noref");
        if (options.Halvings > 0) dictionary.Set("lowres", options.Halvings.ToString(CultureInfo.InvariantCulture));
        try
        {
            Check(AvCodec.avcodec_open2(_codec, decoder, &dictionary.Dictionary), nameof(AvCodec.avcodec_open2));
        }
        finally
        {
            dictionary.Dispose();
        }
    }

    private SendResult CountError(int code, string call)
    {
        // Short memory says nothing about the stream.
        if (code == AvError.NoMemory) throw new AvException(code, call, _log.Name);
        CorruptPackets++;
        ErrorsInARow++;
        return SendResult.Corrupt;
    }

    private void Check(int code, string call)
    {
        if (code < 0) throw new AvException(code, call, _log.Name);
    }
}
