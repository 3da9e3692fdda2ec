using System.Runtime.InteropServices;

namespace Sluice.Native.FFmpeg;

/// <summary>Owns one native pointer of FFmpeg; a finalizer frees what nobody disposed.</summary>
internal abstract class AvHandle : SafeHandle
{
    protected AvHandle(nint pointer, string call) : base(0, ownsHandle: true)
    {
        if (pointer == 0) throw new AvException(AvError.NoMemory, call, null);
        SetHandle(pointer);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The pointer, for field access; valid while the owner is not disposed.</summary>
    internal nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }
}

internal sealed unsafe class AvPacketHandle() : AvHandle(AvCodec.av_packet_alloc(), nameof(AvCodec.av_packet_alloc))
{
    protected override bool ReleaseHandle()
    {
        fixed (nint* pointer = &handle) AvCodec.av_packet_free(pointer);
        return true;
    }
}

internal sealed unsafe class AvFrameHandle() : AvHandle(AvUtil.av_frame_alloc(), nameof(AvUtil.av_frame_alloc))
{
    protected override bool ReleaseHandle()
    {
        fixed (nint* pointer = &handle) AvUtil.av_frame_free(pointer);
        return true;
    }
}

internal sealed unsafe class AvCodecParametersHandle()
    : AvHandle(AvCodec.avcodec_parameters_alloc(), nameof(AvCodec.avcodec_parameters_alloc))
{
    protected override bool ReleaseHandle()
    {
        fixed (nint* pointer = &handle) AvCodec.avcodec_parameters_free(pointer);
        return true;
    }
}

/// <summary>A codec context with the log source its <c>opaque</c> names, so that codec threads' lines find their source.</summary>
internal sealed unsafe class AvCodecContextHandle : AvHandle
{
    private GCHandle _log;

    internal AvCodecContextHandle(nint codec, LogSource log)
        : base(AvCodec.avcodec_alloc_context3(codec), nameof(AvCodec.avcodec_alloc_context3))
    {
        _log = GCHandle.Alloc(log);
        Layout.Pointer(handle, Layout.AVCodecContext.opaque) = GCHandle.ToIntPtr(_log);
    }

    protected override bool ReleaseHandle()
    {
        fixed (nint* pointer = &handle) AvCodec.avcodec_free_context(pointer);
        _log.Free();
        return true;
    }
}

/// <summary>An opened input; keeps the interrupt state alive, which native code reaches through a handle.</summary>
internal sealed unsafe class AvInputHandle(nint opened, InterruptState interrupt)
    : AvHandle(opened, nameof(AvFormat.avformat_open_input))
{
    /// <summary>Closing may say goodbye to a server (RTSP's TEARDOWN): not for longer than this.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    protected override bool ReleaseHandle()
    {
        interrupt.Arm(CloseTimeout);
        fixed (nint* pointer = &handle) AvFormat.avformat_close_input(pointer);
        interrupt.Free();
        return true;
    }
}

/// <summary>An output context and the file, connection or memory it opened.</summary>
internal sealed unsafe class AvOutputHandle(nint context, bool writesToMemory = false)
    : AvHandle(context, nameof(AvFormat.avformat_alloc_output_context2))
{
    protected override bool ReleaseHandle()
    {
        if (writesToMemory) FreeMemory();
        var format = Layout.Pointer(handle, Layout.AVFormatContext.oformat);
        var ownsFile = (Layout.Int(format, Layout.AVOutputFormat.flags) & AvFormat.AVFMT_NOFILE) == 0;
        var closed = 0;
        if (ownsFile) closed = AvFormat.avio_closep((nint*)(handle + Layout.AVFormatContext.pb));
        AvFormat.avformat_free_context(handle);
        handle = 0;
        return closed >= 0;
    }

    private void FreeMemory()
    {
        ref var io = ref Layout.Pointer(handle, Layout.AVFormatContext.pb);
        if (io == 0) return;
        nint bytes = 0;
        _ = AvFormat.avio_close_dyn_buf(io, &bytes);
        AvUtil.av_free(bytes);
        io = 0;
    }
}

internal sealed class SwsContextHandle() : AvHandle(SwScale.sws_alloc_context(), nameof(SwScale.sws_alloc_context))
{
    protected override bool ReleaseHandle()
    {
        SwScale.sws_freeContext(handle);
        return true;
    }
}

/// <summary>One right to surfaces of a hardware device; frames and encoders that take them hold rights of their own.</summary>
internal sealed unsafe class AvSurfacePoolHandle(nint made) : AvHandle(made, nameof(AvUtil.av_hwframe_ctx_alloc))
{
    protected override bool ReleaseHandle()
    {
        fixed (nint* pointer = &handle) AvUtil.av_buffer_unref(pointer);
        return true;
    }
}

/// <summary>One right to a hardware device; decoders and pools made on it hold rights of their own.</summary>
internal sealed unsafe class AvHardwareDeviceHandle(nint opened) : AvHandle(opened, nameof(AvUtil.av_hwdevice_ctx_create))
{
    protected override bool ReleaseHandle()
    {
        fixed (nint* pointer = &handle) AvUtil.av_buffer_unref(pointer);
        return true;
    }
}
