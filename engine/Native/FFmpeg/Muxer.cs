namespace Sluice.Native.FFmpeg;

/// <summary>
/// Writes the packets of one video encoder into a file: MP4, Matroska, or whatever the extension means to FFmpeg.
/// <see cref="Start"/>, <see cref="Write"/> each packet, <see cref="Finish"/>; disposing finishes too. For one thread
/// at a time.
/// </summary>
public sealed unsafe class Muxer : IDisposable
{
    // The header waits for the first fragment: only then the shift that B-frames need is known and can be undone in it.
    private const string Fragments = "+frag_keyframe+delay_moov+default_base_moof";
    private readonly AvOutputHandle _output;
    private readonly MuxerOptions _options;
    private readonly LogSource _log;
    private readonly string _path;
    private nint _stream;
    private AvRational _from;
    private State _state;

    /// <summary>Prepares a file; nothing is created before <see cref="Start"/>.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="AvException">No format goes by that extension or name.</exception>
    public Muxer(string path, MuxerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FFmpegLibrary.Load();
        _options = options ?? new MuxerOptions();
        _path = Path.GetFullPath(path);
        _log = new LogSource(path);
        using var scope = FFmpegLog.Enter(_log);
        nint context = 0;

        // "file:" keeps a colon in a name from being taken for a protocol.
        var code = AvFormat.avformat_alloc_output_context2(&context, 0, _options.Format, "file:" + _path);
        if (code < 0)
            throw new AvException(code, nameof(AvFormat.avformat_alloc_output_context2), path,
                _options.Format == null
                    ? $"no format goes by the extension '{Path.GetExtension(path)}'; .mp4 and .mkv do"
                    : $"this FFmpeg has no output format '{_options.Format}'");
        _output = new AvOutputHandle(context);
        var format = Layout.Pointer(context, Layout.AVFormatContext.oformat);
        FormatName = AvUtil.Text(Layout.Pointer(format, Layout.AVOutputFormat.name)) ?? "";
        WantsGlobalHeader = (Layout.Int(format, Layout.AVOutputFormat.flags) & AvFormat.AVFMT_GLOBALHEADER) != 0;
    }

    private const int Hvc1 = 'h' | ('v' << 8) | ('c' << 16) | ('1' << 24);

    private enum State
    {
        Prepared,
        Started,
        Finished,
    }

    /// <summary>FFmpeg's name of the format, such as <c>mp4</c>.</summary>
    public string FormatName { get; }

    /// <summary>Encoders for this file have to be opened with <c>globalHeader</c>.</summary>
    public bool WantsGlobalHeader { get; }

    /// <summary>Creates the file and writes its header. When that fails the file is removed again.</summary>
    /// <param name="encoder">Whose packets will come; borrowed for this call.</param>
    /// <param name="frameRate">Nominal rate for the header; null for variable.</param>
    public void Start(VideoEncoder encoder, AvRational? frameRate = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (_state != State.Prepared) throw new InvalidOperationException("The file was started before.");
        using var scope = FFmpegLog.Enter(_log);
        _stream = AvFormat.avformat_new_stream(_output, 0);
        if (_stream == 0) throw new AvException(AvError.NoMemory, nameof(AvFormat.avformat_new_stream), _path);
        _from = encoder.TimeBase;
        Layout.Rational(_stream, Layout.AVStream.time_base) = _from;
        if (frameRate is { } rate) Layout.Rational(_stream, Layout.AVStream.avg_frame_rate) = rate;
        Check(AvCodec.avcodec_parameters_from_context(Layout.Pointer(_stream, Layout.AVStream.codecpar), encoder.Handle),
            nameof(AvCodec.avcodec_parameters_from_context));

        // FFmpeg would write hev1, which Apple's players refuse.
        if (FormatName is "mp4" or "mov" && EncoderCatalog.IsHevc(encoder.Name))
            Layout.Int(Layout.Pointer(_stream, Layout.AVStream.codecpar), Layout.AVCodecParameters.codec_tag) = Hvc1;
        Check(AvFormat.avio_open((nint*)(_output.Pointer + Layout.AVFormatContext.pb), "file:" + _path, AvFormat.AVIO_FLAG_WRITE),
            nameof(AvFormat.avio_open));
        try
        {
            WriteHeader();
        }
        catch
        {
            _output.Dispose();
            File.Delete(_path);
            throw;
        }

        _state = State.Started;
    }

    /// <summary>Taken off the times of packets, in the encoder's time base: the time at which the file begins.</summary>
    public long Origin { get; set; }

    /// <summary>Writes a packet, which is empty afterwards.</summary>
    /// <param name="packet">The encoder's next packet, times in the encoder's time base.</param>
    public void Write(AvPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        if (_state != State.Started) throw new InvalidOperationException("The file is not open for writing.");
        using var scope = FFmpegLog.Enter(_log);

        if (Origin != 0) packet.Shift(-Origin);

        // The header may have chosen another time base than was asked for.
        AvCodec.av_packet_rescale_ts(packet.Handle, _from, Layout.Rational(_stream, Layout.AVStream.time_base));
        Layout.Int(packet.Handle.Pointer, Layout.AVPacket.stream_index) = 0;
        Check(AvFormat.av_interleaved_write_frame(_output, packet.Handle), nameof(AvFormat.av_interleaved_write_frame));
    }

    /// <summary>Writes what is held back and the index, and closes the file. Later calls do nothing.</summary>
    /// <exception cref="AvException">The end could not be written: the file is incomplete.</exception>
    public void Finish()
    {
        if (_state != State.Started) return;
        _state = State.Finished;
        using var scope = FFmpegLog.Enter(_log);
        try
        {
            Check(AvFormat.av_write_trailer(_output), nameof(AvFormat.av_write_trailer));
            Check(AvFormat.avio_closep((nint*)(_output.Pointer + Layout.AVFormatContext.pb)), nameof(AvFormat.avio_closep));
        }
        finally
        {
            _output.Dispose();
        }
    }

    /// <summary>Finishes the file as far as it can be; a failure to do so is only seen by <see cref="Finish"/>.</summary>
    public void Dispose()
    {
        try
        {
            Finish();
        }
        catch (AvException)
        {
            // The file is as complete as the disk allows; who needs to know calls Finish.
        }

        _output.Dispose();
        FFmpegLog.Flush(_log);
    }

    private void WriteHeader()
    {
        var dictionary = new AvOptions(_options.Options);
        try
        {
            if (FormatName is "mp4" or "mov" && (_options.Fragmented || _options.FastStart))
                dictionary.Set("movflags", _options.Fragmented ? Fragments : "+faststart");
            Check(AvFormat.avformat_write_header(_output, &dictionary.Dictionary), nameof(AvFormat.avformat_write_header));
            if (dictionary.RemainingKeys() is [var unknown, ..])
                throw new ArgumentException($"Format '{FormatName}' has no option '{unknown}'.");
        }
        finally
        {
            dictionary.Dispose();
        }
    }

    private void Check(int code, string call)
    {
        if (code < 0) throw new AvException(code, call, _path);
    }
}
