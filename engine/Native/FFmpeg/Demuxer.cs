namespace Sluice.Native.FFmpeg;

/// <summary>
/// An opened file or URL, read packet by packet; only its best video stream is delivered. Reading blocks, at most
/// for the time-outs given, so it belongs on a thread of its own. One thread at a time may call it, except
/// <see cref="Interrupt"/>, which any thread may.
/// </summary>
public sealed unsafe class Demuxer : IDisposable
{
    // Formats that resynchronise report damage and go on; one that reports nothing else has ended in fact.
    private const int MaxDamagedReadsInARow = 64;

    private readonly AvInputHandle _input;
    private readonly InterruptState _interrupt;
    private readonly LogSource _log;
    private readonly DemuxerOptions _options;
    private readonly CancellationTokenRegistration _cancel;

    private Demuxer(AvInputHandle input, InterruptState interrupt, LogSource log, DemuxerOptions options,
        IReadOnlyList<string> unused, CancellationToken cancel)
    {
        (_input, _interrupt, _log, _options, UnusedOptions) = (input, interrupt, log, options, unused);
        Video = FindVideo();
        FormatName = AvUtil.Text(Layout.Pointer(Layout.Pointer(input.Pointer, Layout.AVFormatContext.iformat),
            Layout.AVInputFormat.name)) ?? "";
        _cancel = cancel.UnsafeRegister(static state => ((InterruptState)state!).Stop(), interrupt);
    }

    /// <summary>The stream delivered.</summary>
    public VideoStreamInfo Video { get; }

    /// <summary>FFmpeg's name of the container, such as <c>mov,mp4,m4a,3gp,3g2,mj2</c>.</summary>
    public string FormatName { get; }

    /// <summary>File or URL, without password.</summary>
    public string Source => _log.Name;

    /// <summary>Keys of <see cref="DemuxerOptions.Options"/> that neither format nor protocol knows: misspelt or out of place.</summary>
    public IReadOnlyList<string> UnusedOptions { get; }

    /// <summary>Reads at which the container was found damaged and reading went on.</summary>
    public long DamagedReads { get; private set; }

    /// <summary>Network packets that were found missing, as their numbers tell.</summary>
    public long LostPackets => _log.LostPackets;

    /// <summary>Opens an input and finds its video stream.</summary>
    /// <param name="url">A path, or a URL of a protocol FFmpeg has.</param>
    /// <param name="options">How to open and read; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the opening, and later reads too, for as long as the demuxer lives.</param>
    /// <exception cref="AvException">It cannot be opened, has no video, or did not answer in time (<see cref="AvException.IsTimeout"/>).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while opening.</exception>
    public static Demuxer Open(string url, DemuxerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        FFmpegLibrary.Load();
        options ??= new DemuxerOptions();
        cancellationToken.ThrowIfCancellationRequested();
        var log = new LogSource(url);
        var interrupt = new InterruptState();
        using var scope = FFmpegLog.Enter(log);
        using var cancel = cancellationToken.UnsafeRegister(static state => ((InterruptState)state!).Stop(), interrupt);
        interrupt.Arm(options.OpenTimeout);
        AvInputHandle? input = null;
        try
        {
            input = OpenInput(url, options, interrupt, out var unused);
            var code = AvFormat.avformat_find_stream_info(input, null);
            if (code < 0 || interrupt.IsStopped || interrupt.IsOverdue)
                throw Failure(code, nameof(AvFormat.avformat_find_stream_info), url, interrupt, options.OpenTimeout);
            return new Demuxer(input, interrupt, log, options, unused, cancellationToken);
        }
        catch (Exception fault)
        {
            input?.Dispose();
            if (fault is AvException { Code: AvError.Exit }) cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Reads the next packet of the video stream, blocking until it is there.</summary>
    /// <param name="into">Filled with the packet; what it held is let go.</param>
    /// <exception cref="AvException">The input failed, or gave nothing in time (<see cref="AvException.IsTimeout"/>).</exception>
    public ReadResult TryRead(AvPacket into)
    {
        ArgumentNullException.ThrowIfNull(into);
        using var scope = FFmpegLog.Enter(_log);
        _interrupt.Arm(_options.ReadTimeout);
        for (var damaged = 0; ;)
        {
            into.Unref();
            if (_interrupt.IsStopped) return ReadResult.Interrupted;
            var code = AvFormat.av_read_frame(_input, into.Handle);
            if (code >= 0 && into.StreamIndex == Video.Index) return ReadResult.Packet;
            if (_interrupt.IsStopped) return ReadResult.Interrupted;

            // Other streams' packets don't count: the time is for a packet of this one.
            if ((code >= 0 || code == AvError.Again) && !_interrupt.IsOverdue) continue;

            // A timed-out read may also look like the end of the input, so the clock is asked first.
            if (_interrupt.IsOverdue) throw AvException.Timeout(nameof(AvFormat.av_read_frame), Source, _options.ReadTimeout);
            if (code == AvError.Eof) return ReadResult.End;
            if (code != AvError.InvalidData || ++damaged > MaxDamagedReadsInARow)
                throw new AvException(code, nameof(AvFormat.av_read_frame), Source);
            DamagedReads++;
        }
    }

    /// <summary>Goes back to the first packet; a decoder in use has to be flushed.</summary>
    /// <exception cref="AvException">The input cannot seek.</exception>
    public void SeekToStart()
    {
        using var scope = FFmpegLog.Enter(_log);
        _interrupt.Arm(_options.ReadTimeout);
        var start = Layout.Long(_input.Pointer, Layout.AVFormatContext.start_time);
        if (start == AvUtil.AV_NOPTS_VALUE) start = 0;
        var code = AvFormat.avformat_seek_file(_input, -1, long.MinValue, start, start, 0);

        // Bare elementary streams have no times to seek by, but byte 0 is their start.
        if (code < 0) code = AvFormat.avformat_seek_file(_input, -1, 0, 0, 0, AvFormat.AVSEEK_FLAG_BYTE);
        if (code < 0) throw Failure(code, nameof(AvFormat.avformat_seek_file), Source, _interrupt, _options.ReadTimeout);
    }

    /// <summary>Goes to a packet at or before a time; a decoder in use has to be flushed.</summary>
    /// <param name="after">From the start of the input.</param>
    /// <returns>False when the input has no times to seek by; it is then where it was.</returns>
    public bool TrySeek(TimeSpan after)
    {
        using var scope = FFmpegLog.Enter(_log);
        _interrupt.Arm(_options.ReadTimeout);
        var start = Layout.Long(_input.Pointer, Layout.AVFormatContext.start_time);
        var target = (start == AvUtil.AV_NOPTS_VALUE ? 0 : start) + (after.Ticks / TimeSpan.TicksPerMicrosecond);
        return AvFormat.avformat_seek_file(_input, -1, long.MinValue, target, target, 0) >= 0;
    }

    /// <summary>Ends a blocked call, and all later ones, from any thread.</summary>
    public void Interrupt() => _interrupt.Stop();

    /// <summary>Closes the input; may take up to a second where a server is told.</summary>
    public void Dispose()
    {
        _cancel.Dispose();
        using (FFmpegLog.Enter(_log)) _input.Dispose();
        FFmpegLog.Flush(_log);
    }

    private static AvInputHandle OpenInput(string url, DemuxerOptions options, InterruptState interrupt, out List<string> unused)
    {
        var dictionary = new AvOptions(options.Options);
        try
        {
            if (options.Format == "v4l2") CaptureDevices.Require(options.Format);
            var format = options.Format == null ? 0 : AvFormat.av_find_input_format(options.Format);
            if (options.Format != null && format == 0)
                throw new ArgumentException($"FFmpeg has no input format named '{options.Format}'.", nameof(options));
            if (options.NoBuffer) dictionary.Set("fflags", "+nobuffer");
            var context = AvFormat.avformat_alloc_context();
            if (context == 0) throw new AvException(AvError.NoMemory, nameof(AvFormat.avformat_alloc_context), url);
            interrupt.Attach(context);

            // A file's name may hold a colon, which FFmpeg would take for a protocol.
            var target = !url.Contains("://", StringComparison.Ordinal) && File.Exists(url) ? "file:" + url : url;
            var code = AvFormat.avformat_open_input(&context, target, format, &dictionary.Dictionary);
            if (code < 0) throw Failure(code, nameof(AvFormat.avformat_open_input), url, interrupt, options.OpenTimeout);
            unused = dictionary.RemainingKeys();
            return new AvInputHandle(context, interrupt);
        }
        catch
        {
            // From here on no native object knows the interrupt state.
            interrupt.Free();
            throw;
        }
        finally
        {
            dictionary.Dispose();
        }
    }

    private static AvException Failure(int code, string call, string url, InterruptState interrupt, TimeSpan limit)
    {
        if (interrupt.IsStopped) return new AvException(AvError.Exit, call, url);
        return interrupt.IsOverdue ? AvException.Timeout(call, url, limit) : new AvException(code, call, url);
    }

    private VideoStreamInfo FindVideo()
    {
        var index = AvFormat.av_find_best_stream(_input, AvUtil.AVMEDIA_TYPE_VIDEO, -1, -1, null, 0);
        var context = _input.Pointer;
        var count = Layout.Int(context, Layout.AVFormatContext.nb_streams);
        if (index < 0)
            throw new AvException(index, nameof(AvFormat.av_find_best_stream), Source, $"no video among its {count} streams");

        // Packets of discarded streams are dropped inside the demuxer, mostly without being read.
        var streams = (nint*)Layout.Pointer(context, Layout.AVFormatContext.streams);
        for (var i = 0; i < count; i++)
            if (i != index) Layout.Int(streams[i], Layout.AVStream.discard) = AvCodec.AVDISCARD_ALL;
        return new VideoStreamInfo(streams[index], index, _log);
    }
}
