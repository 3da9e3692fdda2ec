namespace Sluice.Native.FFmpeg;

/// <summary>
/// One decoded picture: a reference to pixel buffers, which several frames may share, and its properties. Empty
/// until filled; reusable. Reading from several threads is safe; changing is for one owner.
/// </summary>
public sealed unsafe partial class AvFrame : IDisposable
{
    private readonly AvFrameHandle _handle;

    /// <summary>An empty frame.</summary>
    public AvFrame()
    {
        FFmpegLibrary.Load();
        _handle = new AvFrameHandle();
    }

    /// <summary>Pixels a row; 0 when empty.</summary>
    public int Width => Int(Layout.AVFrame.width);

    /// <summary>Rows; 0 when empty.</summary>
    public int Height => Int(Layout.AVFrame.height);

    /// <summary>FFmpeg's number of the pixel format in the loaded version; -1 when empty.</summary>
    public int PixelFormat => Int(Layout.AVFrame.format);

    /// <summary>The pixel format.</summary>
    /// <exception cref="ArgumentException">The frame is empty.</exception>
    public AvPixelFormat Format => AvPixelFormat.Of(PixelFormat);

    /// <summary>No picture in it.</summary>
    public bool IsEmpty => Layout.Pointer(_handle.Pointer, Layout.AVFrame.data) == 0;

    /// <summary>
    /// Presentation time in time base units of the stream: the container's, or what the decoder could infer from
    /// decoding times; null when there is neither.
    /// </summary>
    public long? Pts
    {
        get
        {
            var pts = Layout.Long(_handle.Pointer, Layout.AVFrame.best_effort_timestamp);
            return pts == AvUtil.AV_NOPTS_VALUE ? null : pts;
        }
        set
        {
            var pts = value ?? AvUtil.AV_NOPTS_VALUE;
            Layout.Long(_handle.Pointer, Layout.AVFrame.best_effort_timestamp) = pts;
            Layout.Long(_handle.Pointer, Layout.AVFrame.pts) = pts;
        }
    }

    /// <summary>How the picture was coded.</summary>
    public PictureType PictureType
    {
        get => (PictureType)Int(Layout.AVFrame.pict_type);
        set => Int(Layout.AVFrame.pict_type) = (int)value;
    }

    /// <summary>Decoding could have started here.</summary>
    public bool IsKey => Int(Layout.AVFrame.key_frame) != 0;

    /// <summary>The decoder met errors in this picture: parts may be missing or guessed.</summary>
    public bool IsCorrupt =>
        (Int(Layout.AVFrame.flags) & AvUtil.AV_FRAME_FLAG_CORRUPT) != 0 || Int(Layout.AVFrame.decode_error_flags) != 0;

    /// <summary>Value range of YUV.</summary>
    public ColorRange ColorRange
    {
        get => (ColorRange)Int(Layout.AVFrame.color_range);
        set => Int(Layout.AVFrame.color_range) = (int)value;
    }

    /// <summary>Matrix of YUV: FFmpeg's (and H.273's) number, 1 BT.709, 5 and 6 BT.601, 9 BT.2020, 2 unspecified.</summary>
    public int ColorSpace
    {
        get => Int(Layout.AVFrame.colorspace);
        set => Int(Layout.AVFrame.colorspace) = value;
    }

    /// <summary>Pixels can be written without another frame seeing it.</summary>
    public bool IsWritable => AvUtil.av_frame_is_writable(_handle) > 0;

    internal AvFrameHandle Handle => _handle;

    /// <summary>Lets go of the pixels; the frame is empty and can be filled again.</summary>
    public void Unref() => AvUtil.av_frame_unref(_handle);

    /// <summary>Makes this a second reference to another frame's pixels, with its properties; what was here is let go.</summary>
    public void Ref(AvFrame from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (ReferenceEquals(from, this)) return;
        AvUtil.av_frame_unref(_handle);
        Check(AvUtil.av_frame_ref(_handle, from._handle), nameof(AvUtil.av_frame_ref));
    }

    /// <summary>Moves picture and properties into <paramref name="to"/>, whose own are let go; this one is empty then.</summary>
    public void MoveTo(AvFrame to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (ReferenceEquals(to, this)) return;
        AvUtil.av_frame_unref(to._handle);
        AvUtil.av_frame_move_ref(to._handle, _handle);
    }

    /// <summary>Makes the pixels this frame's own, by copying when another frame shares them.</summary>
    public void MakeWritable() => Check(AvUtil.av_frame_make_writable(_handle), nameof(AvUtil.av_frame_make_writable));

    /// <summary>Gives the frame buffers of its own, of undefined content and with rows aligned for SIMD.</summary>
    /// <param name="width">Pixels, 1 and up.</param>
    /// <param name="height">Rows, 1 and up.</param>
    /// <param name="format">A format in host memory.</param>
    public void Allocate(int width, int height, AvPixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        AvUtil.av_frame_unref(_handle);
        Int(Layout.AVFrame.width) = width;
        Int(Layout.AVFrame.height) = height;
        Int(Layout.AVFrame.format) = format.Id;
        Check(AvUtil.av_frame_get_buffer(_handle, 0), nameof(AvUtil.av_frame_get_buffer));
    }

    /// <summary>Copies times, colour description and the rest, but no pixels.</summary>
    public void CopyPropertiesFrom(AvFrame from)
    {
        ArgumentNullException.ThrowIfNull(from);
        Check(AvUtil.av_frame_copy_props(_handle, from._handle), nameof(AvUtil.av_frame_copy_props));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static void Check(int code, string call)
    {
        if (code < 0) throw new AvException(code, call, null);
    }

    private ref int Int(int offset) => ref Layout.Int(_handle.Pointer, offset);
}
