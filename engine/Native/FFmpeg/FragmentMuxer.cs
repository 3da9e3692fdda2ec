using System.Buffers.Binary;

namespace Sluice.Native.FFmpeg;

/// <summary>
/// Makes an MP4 in pieces, in memory: a header that says how to decode, and fragments of packets that each play on their own behind it,
/// as HLS and Media Source Extensions take them. For one thread at a time.
/// </summary>
public sealed unsafe class FragmentMuxer : IDisposable
{
    private const int BoxHeader = 8;
    private readonly AvOutputHandle _output;
    private readonly LogSource _log;
    private readonly nint _stream;
    private readonly AvRational _from;

    // Held back until the next one says how long it is shown: a guess that is too long would leave the next fragment without times.
    private readonly AvPacket _last = new();
    private bool _hasLast;
    private bool _started;

    /// <summary>Writes the header.</summary>
    /// <param name="encoder">Whose packets will come, opened with a global header and without B-frames; borrowed for this call.</param>
    /// <param name="target">Named in errors and log lines.</param>
    /// <exception cref="AvException">MP4 cannot hold what the encoder makes.</exception>
    public FragmentMuxer(VideoEncoder encoder, string target = "fragments")
    {
        ArgumentNullException.ThrowIfNull(encoder);
        FFmpegLibrary.Load();
        _log = new LogSource(target);
        using var scope = FFmpegLog.Enter(_log);
        nint context = 0;
        Check(AvFormat.avformat_alloc_output_context2(&context, 0, "mp4", "fragments.mp4"), nameof(AvFormat.avformat_alloc_output_context2));
        _output = new AvOutputHandle(context, writesToMemory: true);
        var dictionary = new AvOptions([]);
        try
        {
            _stream = OutputStream.Add(_output, encoder, null, _log.Name);
            _from = encoder.TimeBase;
            Begin();
            dictionary.Set("movflags", "+empty_moov+frag_custom+default_base_moof");
            Check(AvFormat.avformat_write_header(_output, &dictionary.Dictionary), nameof(AvFormat.avformat_write_header));
            _started = true;
            using var header = new MemoryStream();
            Take(header);
            Header = header.ToArray();
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            dictionary.Dispose();
        }
    }

    /// <summary>The piece that goes before all fragments: <c>ftyp</c> and <c>moov</c>.</summary>
    public ReadOnlyMemory<byte> Header { get; }

    /// <summary>Adds a packet to the fragment being made; it is empty afterwards.</summary>
    /// <param name="packet">The encoder's next packet, times in the encoder's time base.</param>
    public void Write(AvPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        using var scope = FFmpegLog.Enter(_log);
        WriteLast(packet.Dts);
        packet.MoveTo(_last);
        _hasLast = true;
    }

    /// <summary>Ends the fragment and writes it.</summary>
    /// <param name="into">Gets the fragment: nothing when no packet came since the last.</param>
    /// <param name="next">Decoding time of the packet that will come next, in the encoder's time base; null when none will.</param>
    public void Cut(Stream into, long? next)
    {
        ArgumentNullException.ThrowIfNull(into);
        using var scope = FFmpegLog.Enter(_log);
        WriteLast(next);
        Check(AvFormat.av_write_null_frame(_output, 0), nameof(AvFormat.av_write_frame));
        Take(into);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_output.IsClosed)
        {
            // The trailer frees what the format holds; nobody reads what it writes.
            using (FFmpegLog.Enter(_log))
                if (_started) _ = AvFormat.av_write_trailer(_output);
            _started = false;
            _output.Dispose();
            _last.Dispose();
        }

        FFmpegLog.Flush(_log);
    }

    /// <summary>The profile and level of H.264 as RFC 6381 writes them, such as <c>avc1.64001f</c>; null for another codec.</summary>
    /// <param name="header">A piece such as <see cref="Header"/>.</param>
    public static string? CodecOf(ReadOnlySpan<byte> header)
    {
        // avcC: version, profile, compatibility, level. ISO/IEC 14496-15, 5.3.3.1
        var at = header.IndexOf("avcC"u8);
        if (at < 0 || header.Length < at + BoxHeader) return null;
        return $"avc1.{BinaryPrimitives.ReadUInt32BigEndian(header[(at + 4)..]) & 0xffffff:x6}";
    }

    private void WriteLast(long? next)
    {
        if (!_hasLast) return;
        _hasLast = false;
        if (next is { } after && _last.Dts is { } dts && after > dts) Layout.Long(_last.Handle.Pointer, Layout.AVPacket.duration) = after - dts;
        OutputStream.Rescale(_last, _from, _stream);
        var code = AvFormat.av_write_frame(_output, _last.Handle);
        _last.Unref();
        Check(code, nameof(AvFormat.av_write_frame));
    }

    private void Begin()
        => Check(AvFormat.avio_open_dyn_buf((nint*)(_output.Pointer + Layout.AVFormatContext.pb)), nameof(AvFormat.avio_open_dyn_buf));

    private void Take(Stream into)
    {
        ref var io = ref Layout.Pointer(_output.Pointer, Layout.AVFormatContext.pb);
        nint bytes = 0;
        var size = AvFormat.avio_close_dyn_buf(io, &bytes);
        io = 0;
        try
        {
            Begin();
            into.Write(new ReadOnlySpan<byte>((void*)bytes, size));
        }
        finally
        {
            AvUtil.av_free(bytes);
        }
    }

    private void Check(int code, string call)
    {
        if (code < 0) throw new AvException(code, call, _log.Name);
    }
}
