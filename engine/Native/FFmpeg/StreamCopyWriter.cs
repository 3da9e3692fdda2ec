namespace Sluice.Native.FFmpeg;

/// <summary>
/// Writes packets of a stream into an MP4 file as they are, without decoding them; times begin at 0, the rotation is kept. The file is in
/// fragments: what was written up to a second ago can be played even if it is never finished. For one thread at a time.
/// </summary>
public sealed unsafe class StreamCopyWriter : IDisposable
{
    private readonly AvOutputHandle _output;
    private readonly LogSource _log;
    private readonly string _path;
    private readonly AvRational _from;
    private readonly nint _stream;
    private readonly AvPacket _packet = new();
    private long? _base;
    private long _lastDts = long.MinValue;
    private bool _finished;

    /// <summary>Creates a file.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="video">The stream whose packets will come; not kept.</param>
    /// <param name="timeBase">Of the packets' times; null for the stream's own.</param>
    /// <exception cref="AvException">MP4 can't hold the codec, or the file can't be written; nothing is left behind.</exception>
    public StreamCopyWriter(string path, VideoStreamInfo video, AvRational? timeBase = null)
    {
        ArgumentNullException.ThrowIfNull(video);
        _path = Path.GetFullPath(path);
        _log = new LogSource(path);
        _from = timeBase ?? video.TimeBase;
        using var scope = FFmpegLog.Enter(_log);
        nint context = 0;
        Check(AvFormat.avformat_alloc_output_context2(&context, 0, "mp4", "file:" + _path), nameof(AvFormat.avformat_alloc_output_context2));
        _output = new AvOutputHandle(context);
        try
        {
            _stream = AvFormat.avformat_new_stream(_output, 0);
            if (_stream == 0) throw new AvException(AvError.NoMemory, nameof(AvFormat.avformat_new_stream), _path);
            Describe(video);
            Check(AvFormat.avio_open((nint*)(_output.Pointer + Layout.AVFormatContext.pb), "file:" + _path, AvFormat.AVIO_FLAG_WRITE), nameof(AvFormat.avio_open));
            WriteHeader();
        }
        catch
        {
            _output.Dispose();
            _packet.Dispose();
            File.Delete(_path);
            throw;
        }
    }

    /// <summary>Packets written.</summary>
    public long Packets { get; private set; }

    /// <summary>Writes a packet; it stays the caller's.</summary>
    /// <param name="packet">The next packet of the stream; the first begins a group of pictures.</param>
    /// <returns>False for one whose decoding time does not rise, which no file can hold, and for one that is shown before the first: what it
    /// refers to is not in the file.</returns>
    public bool Write(AvPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ObjectDisposedException.ThrowIf(_finished, this);
        if ((packet.Dts ?? packet.Pts) is not { } dts || dts <= _lastDts) return false;
        if (packet.Pts < _base) return false;
        using var scope = FFmpegLog.Enter(_log);
        _packet.Ref(packet);
        _base ??= packet.Pts ?? dts;
        _lastDts = dts;
        var native = _packet.Handle.Pointer;
        Layout.Long(native, Layout.AVPacket.dts) = dts - _base.Value;
        Layout.Long(native, Layout.AVPacket.pts) = (packet.Pts ?? dts) - _base.Value;
        Layout.Int(native, Layout.AVPacket.stream_index) = 0;
        AvCodec.av_packet_rescale_ts(_packet.Handle, _from, Layout.Rational(_stream, Layout.AVStream.time_base));
        Check(AvFormat.av_interleaved_write_frame(_output, _packet.Handle), nameof(AvFormat.av_interleaved_write_frame));
        Packets++;
        return true;
    }

    /// <summary>Writes the index and closes the file. Later calls do nothing.</summary>
    /// <exception cref="AvException">The end could not be written: the file is incomplete.</exception>
    public void Finish()
    {
        if (_finished) return;
        _finished = true;
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

    /// <summary>Closes the file as it is.</summary>
    public void Dispose()
    {
        _finished = true;
        _output.Dispose();
        _packet.Dispose();
        FFmpegLog.Flush(_log);
    }

    private void WriteHeader()
    {
        // In fragments of a second at most, on disk as soon as they are whole. The header waits for the first, to say where showing begins.
        var dictionary = new AvOptions([]);
        dictionary.Set("movflags", "+frag_keyframe+delay_moov+default_base_moof");
        dictionary.Set("frag_duration", "1000000");
        dictionary.Set("flush_packets", "1");
        try
        {
            Check(AvFormat.avformat_write_header(_output, &dictionary.Dictionary), nameof(AvFormat.avformat_write_header));
        }
        finally
        {
            dictionary.Dispose();
        }
    }

    private void Describe(VideoStreamInfo video)
    {
        var parameters = Layout.Pointer(_stream, Layout.AVStream.codecpar);
        Check(AvCodec.avcodec_parameters_copy_to(parameters, video.Parameters), nameof(AvCodec.avcodec_parameters_copy));

        // The tag is the old container's name for the codec; the new one has its own.
        Layout.Int(parameters, Layout.AVCodecParameters.codec_tag) = 0;
        Layout.Rational(_stream, Layout.AVStream.time_base) = _from;
        if (_from == video.TimeBase && video.AverageFrameRate is { } rate) Layout.Rational(_stream, Layout.AVStream.avg_frame_rate) = rate;
        if (video.RotationDegrees == 0) return;
        const int Matrix = 9 * sizeof(int);
        var matrix = AvFormat.av_stream_new_side_data(_stream, AvCodec.AV_PKT_DATA_DISPLAYMATRIX, Matrix);
        if (matrix != 0) AvUtil.av_display_rotation_set((int*)matrix, video.RotationDegrees);
    }

    private void Check(int code, string call)
    {
        if (code < 0) throw new AvException(code, call, _path);
    }
}
