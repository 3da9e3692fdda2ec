namespace Sluice.Native.FFmpeg;

/// <summary>
/// Surfaces of one size and format in a device's memory. FFmpeg recycles them and frees none while the pool, a frame of it or an encoder that
/// takes such frames is there: an encoder may know each by its address. Thread-safe.
/// </summary>
public sealed class AvSurfacePool : IDisposable
{
    private static readonly Lock Gate = new(); // guards the table
    private static readonly Dictionary<nint, int> Pools = []; // how many of this class there are over FFmpeg's AVHWFramesContext

    private readonly AvSurfacePoolHandle _handle;
    private readonly nint _context;
    private int _isDisposed;

    /// <summary>Surfaces of their own; none is made yet.</summary>
    /// <param name="device">Where.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="format">The samples' format, such as NV12.</param>
    /// <exception cref="AvException">The device does not know the format.</exception>
    public AvSurfacePool(AvHardwareDevice device, int width, int height, AvPixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(format);
        _handle = new(AvUtil.av_hwframe_ctx_alloc(device.Handle));
        _context = ContextOf(_handle.Pointer);
        Layout.Int(_context, Layout.AVHWFramesContext.format) = AvPixelFormat.Named("cuda").Id;
        Layout.Int(_context, Layout.AVHWFramesContext.sw_format) = format.Id;
        Layout.Int(_context, Layout.AVHWFramesContext.width) = width;
        Layout.Int(_context, Layout.AVHWFramesContext.height) = height;
        try
        {
            Check(AvUtil.av_hwframe_ctx_init(_handle), nameof(AvUtil.av_hwframe_ctx_init));
        }
        catch
        {
            _handle.Dispose();
            throw;
        }

        Enter();
    }

    private AvSurfacePool(nint shared)
    {
        _handle = new(shared);
        _context = ContextOf(shared);
        Enter();
    }

    /// <summary>Pixels a row.</summary>
    public int Width => Layout.Int(_context, Layout.AVHWFramesContext.width);

    /// <summary>Rows.</summary>
    public int Height => Layout.Int(_context, Layout.AVHWFramesContext.height);

    internal AvSurfacePoolHandle Handle => _handle;

    /// <summary>The pool that a frame is of.</summary>
    /// <param name="frame">Any; borrowed.</param>
    /// <returns>A second right to it, for the caller to dispose; null for a frame in host memory, or of a decoder's own surfaces.</returns>
    public static AvSurfacePool? TryOf(AvFrame frame)
    {
        var buffer = BufferOf(frame);
        if (buffer == 0) return null;
        lock (Gate)
            if (!Pools.ContainsKey(ContextOf(buffer))) return null;
        return new(AvUtil.av_buffer_ref_raw(buffer));
    }

    /// <summary>Whether a frame is of this pool.</summary>
    /// <param name="frame">Any; borrowed.</param>
    public bool Holds(AvFrame frame) => BufferOf(frame) is var buffer and not 0 && ContextOf(buffer) == _context;

    /// <summary>Fills a frame with a free surface, of undefined content.</summary>
    /// <param name="into">What it held is let go.</param>
    /// <exception cref="AvException">The device has not so much memory.</exception>
    public void Rent(AvFrame into)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Unref();
        Check(AvUtil.av_hwframe_get_buffer(_handle, into.Handle, 0), nameof(AvUtil.av_hwframe_get_buffer));
    }

    /// <summary>Gives it up; its surfaces are freed once nobody holds one.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        lock (Gate)
            if (--Pools[_context] == 0) Pools.Remove(_context);
        _handle.Dispose();
    }

    private static nint BufferOf(AvFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Layout.Pointer(frame.Handle.Pointer, Layout.AVFrame.hw_frames_ctx);
    }

    private static nint ContextOf(nint buffer) => Layout.Pointer(buffer, Layout.AVBufferRef.data);

    private static void Check(int code, string call)
    {
        if (code < 0) throw new AvException(code, call, null);
    }

    private void Enter()
    {
        lock (Gate) Pools[_context] = Pools.GetValueOrDefault(_context) + 1;
    }
}
