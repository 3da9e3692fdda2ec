namespace Sluice.Native.FFmpeg;

/// <summary>One compressed access unit. Empty until filled; reusable; owned by one thread at a time.</summary>
public sealed class AvPacket : IDisposable
{
    private readonly AvPacketHandle _handle;

    /// <summary>An empty packet.</summary>
    public AvPacket()
    {
        FFmpegLibrary.Load();
        _handle = new AvPacketHandle();
    }

    /// <summary>Presentation time in time base units of the stream; null when the container gives none.</summary>
    public long? Pts => Known(Layout.AVPacket.pts);

    /// <summary>Decoding time in time base units of the stream; null when the container gives none.</summary>
    public long? Dts => Known(Layout.AVPacket.dts);

    /// <summary>Duration in time base units; 0 when unknown.</summary>
    public long Duration => Layout.Long(_handle.Pointer, Layout.AVPacket.duration);

    /// <summary>Payload size in bytes; 0 for an empty packet.</summary>
    public int Size => Layout.Int(_handle.Pointer, Layout.AVPacket.size);

    /// <summary>Decoding can start here.</summary>
    public bool IsKey => (Flags & AvCodec.AV_PKT_FLAG_KEY) != 0;

    /// <summary>The demuxer saw that bytes are missing or wrong.</summary>
    public bool IsCorrupt => (Flags & AvCodec.AV_PKT_FLAG_CORRUPT) != 0;

    /// <summary>
    /// The sender's wall clock that came with the packet, in microseconds since 1970, such as RTP's sender reports give; null where none did.
    /// </summary>
    /// <remarks>Where a parser puts access units together, as for H.264 and H.265, FFmpeg hands it on one unit early: with the packet before
    /// the one it belongs to.</remarks>
    public unsafe long? SenderMicroseconds
    {
        get
        {
            // AVProducerReferenceTime begins with int64_t wallclock.
            nuint size = 0;
            var reference = AvCodec.av_packet_get_side_data(_handle, AvCodec.AV_PKT_DATA_PRFT, &size);
            return reference == 0 || size < sizeof(long) ? null : *(long*)reference;
        }
    }

    /// <summary>Decoded for what refers to it, and not shown: it lies outside the container's edit.</summary>
    public bool IsHidden => (Flags & AvCodec.AV_PKT_FLAG_DISCARD) != 0;

    /// <summary>Gives it other times, in the time base it will be written with.</summary>
    /// <param name="pts">When it is shown.</param>
    /// <param name="dts">When it is decoded.</param>
    public void SetTimes(long pts, long dts)
    {
        Layout.Long(_handle.Pointer, Layout.AVPacket.pts) = pts;
        Layout.Long(_handle.Pointer, Layout.AVPacket.dts) = dts;
    }

    /// <summary>The payload; valid until the packet is changed or disposed.</summary>
    public unsafe ReadOnlySpan<byte> Data => new((void*)Layout.Pointer(_handle.Pointer, Layout.AVPacket.data), Size);

    internal AvPacketHandle Handle => _handle;

    internal int StreamIndex => Layout.Int(_handle.Pointer, Layout.AVPacket.stream_index);

    private int Flags => Layout.Int(_handle.Pointer, Layout.AVPacket.flags);

    /// <summary>Lets go of the payload; the packet can be filled again.</summary>
    public void Unref() => AvCodec.av_packet_unref(_handle);

    /// <summary>Moves the payload and all properties into <paramref name="to"/>, whose own are let go; this one is empty then.</summary>
    public void MoveTo(AvPacket to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (ReferenceEquals(to, this)) return;
        AvCodec.av_packet_unref(to._handle);
        AvCodec.av_packet_move_ref(to._handle, _handle);
    }

    /// <summary>Makes this a second reference to another packet's payload; what was here is let go. Nothing is copied.</summary>
    public void Ref(AvPacket from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (ReferenceEquals(from, this)) return;
        AvCodec.av_packet_unref(_handle);
        var code = AvCodec.av_packet_ref(_handle, from._handle);
        if (code < 0) throw new AvException(code, nameof(AvCodec.av_packet_ref), null);
    }

    /// <summary>Fills the packet with a copy of bytes, without times.</summary>
    public unsafe void CopyFrom(ReadOnlySpan<byte> payload)
    {
        AvCodec.av_packet_unref(_handle);
        var code = AvCodec.av_new_packet(_handle, payload.Length);
        if (code < 0) throw new AvException(code, nameof(AvCodec.av_new_packet), null);
        payload.CopyTo(new Span<byte>((void*)Layout.Pointer(_handle.Pointer, Layout.AVPacket.data), payload.Length));
    }

    /// <summary>The payload for writing; made this packet's own first when others share it.</summary>
    public unsafe Span<byte> WritableData()
    {
        var code = AvCodec.av_packet_make_writable(_handle);
        if (code < 0) throw new AvException(code, nameof(AvCodec.av_packet_make_writable), null);
        return new((void*)Layout.Pointer(_handle.Pointer, Layout.AVPacket.data), Size);
    }

    /// <summary>Adds to both times, where they are known.</summary>
    internal void Shift(long by)
    {
        if (Pts is { } pts) Layout.Long(_handle.Pointer, Layout.AVPacket.pts) = pts + by;
        if (Dts is { } dts) Layout.Long(_handle.Pointer, Layout.AVPacket.dts) = dts + by;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private long? Known(int offset)
    {
        var value = Layout.Long(_handle.Pointer, offset);
        return value == AvUtil.AV_NOPTS_VALUE ? null : value;
    }
}
