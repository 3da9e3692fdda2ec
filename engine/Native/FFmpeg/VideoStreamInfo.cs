namespace Sluice.Native.FFmpeg;

/// <summary>
/// What the container says about a video stream. It may be wrong (frame rates often are) or change later; a decoded
/// frame's own size and format count. Stays usable after its demuxer is gone.
/// </summary>
public sealed class VideoStreamInfo
{
    internal VideoStreamInfo(nint stream, int index, LogSource log)
    {
        Log = log;
        Index = index;
        var codec = Layout.Pointer(stream, Layout.AVStream.codecpar);
        var code = AvCodec.avcodec_parameters_copy(Parameters, codec);
        if (code < 0) throw new AvException(code, nameof(AvCodec.avcodec_parameters_copy), log.Name);

        CodecId = Layout.Int(codec, Layout.AVCodecParameters.codec_id);
        CodecName = AvUtil.Text(AvCodec.avcodec_get_name(CodecId)) ?? "unknown";
        ProfileName = AvUtil.Text(AvCodec.avcodec_profile_name(CodecId, Layout.Int(codec, Layout.AVCodecParameters.profile)));
        Width = Layout.Int(codec, Layout.AVCodecParameters.width);
        Height = Layout.Int(codec, Layout.AVCodecParameters.height);
        var format = Layout.Int(codec, Layout.AVCodecParameters.format);
        PixelFormatName = format < 0 ? null : AvUtil.Text(AvUtil.av_get_pix_fmt_name(format));
        BitRate = Positive(Layout.Long(codec, Layout.AVCodecParameters.bit_rate));
        ColorRange = (ColorRange)Layout.Int(codec, Layout.AVCodecParameters.color_range);
        ColorSpace = Layout.Int(codec, Layout.AVCodecParameters.color_space);
        TimeBase = Layout.Rational(stream, Layout.AVStream.time_base);
        AverageFrameRate = Known(Layout.Rational(stream, Layout.AVStream.avg_frame_rate));
        RealFrameRate = Known(Layout.Rational(stream, Layout.AVStream.r_frame_rate));
        var start = Layout.Long(stream, Layout.AVStream.start_time);
        StartPts = start == AvUtil.AV_NOPTS_VALUE ? null : start;
        Duration = Positive(Layout.Long(stream, Layout.AVStream.duration));
        FrameCount = Positive(Layout.Long(stream, Layout.AVStream.nb_frames));
        RotationDegrees = DisplayRotation.Of(stream);
    }

    /// <summary>Where the stream stands in the container.</summary>
    public int Index { get; }

    /// <summary>FFmpeg's codec number in the loaded version.</summary>
    public int CodecId { get; }

    /// <summary>FFmpeg's codec name, such as <c>h264</c>.</summary>
    public string CodecName { get; }

    /// <summary>Codec profile, such as <c>High</c>; null when unknown.</summary>
    public string? ProfileName { get; }

    /// <summary>Pixels a row, before rotation.</summary>
    public int Width { get; }

    /// <summary>Rows, before rotation.</summary>
    public int Height { get; }

    /// <summary>FFmpeg's name of the pixel format; null when not known before decoding.</summary>
    public string? PixelFormatName { get; }

    /// <summary>Unit of all times of packets and frames, in seconds.</summary>
    public AvRational TimeBase { get; }

    /// <summary>Frames by time over the whole stream; null when unknown.</summary>
    public AvRational? AverageFrameRate { get; }

    /// <summary>FFmpeg's guess at the base frame rate; nonsense for variable rates; null when unknown.</summary>
    public AvRational? RealFrameRate { get; }

    /// <summary>First presentation time in time base units; null when unknown.</summary>
    public long? StartPts { get; }

    /// <summary>Length in time base units, as the header says; null when unknown.</summary>
    public long? Duration { get; }

    /// <summary>Number of frames, as the header says; null when unknown.</summary>
    public long? FrameCount { get; }

    /// <summary>0, 90, 180 or 270: turn decoded pictures this far clockwise to show them upright.</summary>
    public int RotationDegrees { get; }

    /// <summary>Value range of YUV.</summary>
    public ColorRange ColorRange { get; }

    /// <summary>Matrix of YUV, as in <see cref="AvFrame.ColorSpace"/>.</summary>
    public int ColorSpace { get; }

    /// <summary>Bits a second; null when unknown.</summary>
    public long? BitRate { get; }

    /// <summary>File or URL it came from, without password.</summary>
    public string Source => Log.Name;

    /// <summary>What the codec wants to know before the first packet, parameter sets mostly; empty when there is nothing.</summary>
    public unsafe ReadOnlySpan<byte> ExtraData
    {
        get
        {
            var data = Layout.Pointer(Parameters.Pointer, Layout.AVCodecParameters.extradata);
            return data == 0 ? [] : new((void*)data, Layout.Int(Parameters.Pointer, Layout.AVCodecParameters.extradata_size));
        }
    }

    internal LogSource Log { get; }

    /// <summary>This object's own copy; its finalizer frees it, since decoders may come and go.</summary>
    internal AvCodecParametersHandle Parameters { get; } = new();

    private static AvRational? Known(AvRational rate) => rate.IsKnown ? rate : null;

    private static long? Positive(long value) => value > 0 ? value : null;
}
