namespace Sluice.Native.FFmpeg;

/// <summary>
/// Sends the packets of one encoder to a server, by RTSP (ANNOUNCE and RECORD) or RTMP. Every call blocks at most for its time-out, so it
/// belongs on a thread of its own. One thread at a time may call it, except <see cref="Interrupt"/>, which any thread may.
/// </summary>
public sealed unsafe class PushMuxer : IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);
    private readonly AvOutputHandle _output;
    private readonly InterruptState _interrupt = new();
    private readonly LogSource _log;
    private readonly string _url;
    private readonly TimeSpan _timeout;
    private readonly bool _connectsItself;
    private nint _stream;
    private AvRational _from;
    private bool _started;
    private bool _disposed;

    /// <summary>Prepares a connection; nothing is sent before <see cref="Start"/>.</summary>
    /// <param name="url"><c>rtsp://</c>, <c>rtsps://</c>, <c>rtmp://</c> or <c>rtmps://</c>; a password in it is shown nowhere.</param>
    /// <param name="timeout">How long each call may block.</param>
    /// <exception cref="AvException">This FFmpeg cannot send that way.</exception>
    public PushMuxer(string url, TimeSpan timeout)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        FFmpegLibrary.Load();
        (_url, _timeout, _log) = (url, timeout, new LogSource(url));
        using var scope = FFmpegLog.Enter(_log);
        var format = url.StartsWith("rtmp", StringComparison.OrdinalIgnoreCase) ? "flv" : "rtsp";
        nint context = 0;
        var code = AvFormat.avformat_alloc_output_context2(&context, 0, format, url);
        if (code < 0)
        {
            _interrupt.Free();
            throw new AvException(code, nameof(AvFormat.avformat_alloc_output_context2), url, $"this FFmpeg has no output format '{format}'");
        }

        _output = new AvOutputHandle(context);
        _interrupt.Attach(context);
        var flags = Layout.Int(Layout.Pointer(context, Layout.AVFormatContext.oformat), Layout.AVOutputFormat.flags);
        _connectsItself = (flags & AvFormat.AVFMT_NOFILE) != 0;
        WantsGlobalHeader = (flags & AvFormat.AVFMT_GLOBALHEADER) != 0;
    }

    /// <summary>The encoder has to be opened with <c>globalHeader</c>.</summary>
    public bool WantsGlobalHeader { get; }

    /// <summary>Connects and announces the stream.</summary>
    /// <param name="encoder">Whose packets will come; borrowed for this call.</param>
    /// <param name="frameRate">Nominal rate; null for variable.</param>
    /// <exception cref="AvException">The server refused, cannot be reached, or did not answer in time.</exception>
    public void Start(VideoEncoder encoder, AvRational? frameRate = null)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (_stream != 0) throw new InvalidOperationException("The connection was started before.");
        using var scope = FFmpegLog.Enter(_log);
        _stream = OutputStream.Add(_output, encoder, frameRate, _log.Name);
        _from = encoder.TimeBase;
        _interrupt.Arm(_timeout);
        var context = _output.Pointer;
        if (!_connectsItself)
        {
            Check(AvFormat.avio_open2((nint*)(context + Layout.AVFormatContext.pb), _url, AvFormat.AVIO_FLAG_WRITE,
                context + Layout.AVFormatContext.interrupt_callback, null), nameof(AvFormat.avio_open2));
        }

        // Over UDP a lost packet would spoil pictures up to the next intra frame, and firewalls like TCP better.
        var options = new AvOptions(_connectsItself
            ? new Dictionary<string, string> { ["rtsp_transport"] = "tcp" }
            : new Dictionary<string, string> { ["flush_packets"] = "1", ["flvflags"] = "no_duration_filesize" });
        try
        {
            Check(AvFormat.avformat_write_header(_output, &options.Dictionary), nameof(AvFormat.avformat_write_header));
            _started = true;
        }
        finally
        {
            options.Dispose();
        }
    }

    /// <summary>Sends a packet, which is empty afterwards.</summary>
    /// <param name="packet">The encoder's next packet, times in the encoder's time base.</param>
    /// <exception cref="AvException">The connection is lost, or nothing was taken in time (<see cref="AvException.IsTimeout"/>).</exception>
    public void Write(AvPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        if (!_started) throw new InvalidOperationException("The connection is not open.");
        using var scope = FFmpegLog.Enter(_log);
        _interrupt.Arm(_timeout);
        OutputStream.Rescale(packet, _from, _stream);
        Check(AvFormat.av_interleaved_write_frame(_output, packet.Handle), nameof(AvFormat.av_interleaved_write_frame));
    }

    /// <summary>Ends a blocked call, and all later ones, from any thread.</summary>
    public void Interrupt() => _interrupt.Stop();

    /// <summary>Says goodbye to the server, for a second at most, and closes.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        using (FFmpegLog.Enter(_log))
        {
            _interrupt.Arm(CloseTimeout);

            // Also after a fault: only the trailer frees what RTSP has opened.
            if (_started) _ = AvFormat.av_write_trailer(_output);
            _output.Dispose();
        }

        _interrupt.Free();
        FFmpegLog.Flush(_log);
    }

    private void Check(int code, string call)
    {
        if (code >= 0) return;
        if (_interrupt.IsStopped) throw new AvException(AvError.Exit, call, _url);
        throw _interrupt.IsOverdue ? AvException.Timeout(call, _url, _timeout) : new AvException(code, call, _url);
    }
}
