namespace Sluice.Native.FFmpeg;

// Frames whose pixels lie in a device's memory.
public sealed unsafe partial class AvFrame
{
    /// <summary>Whether the pixels lie in a device's memory: no plane can be read from here, only <see cref="Download"/>ed.</summary>
    public bool IsOnDevice => !IsEmpty && Format.IsHardware;

    /// <summary>The samples' format: on a device that of the surface, such as NV12.</summary>
    /// <exception cref="ArgumentException">The frame is empty.</exception>
    public AvPixelFormat SampleFormat
    {
        get
        {
            var frames = Layout.Pointer(_handle.Pointer, Layout.AVFrame.hw_frames_ctx);
            return frames == 0 ? Format : AvPixelFormat.Of(Layout.Int(Layout.Pointer(frames, Layout.AVBufferRef.data), Layout.AVHWFramesContext.sw_format));
        }
    }

    /// <summary>A plane's first row in the device's memory, and the bytes from row to row. Borrowed: valid until the frame is changed or disposed.</summary>
    /// <param name="plane">0 luma, 1 chroma.</param>
    /// <exception cref="InvalidOperationException">The frame lies in host memory.</exception>
    public (ulong Address, int Stride) DevicePlane(int plane)
    {
        if (!IsOnDevice) throw new InvalidOperationException("The frame lies in host memory.");
        ArgumentOutOfRangeException.ThrowIfNegative(plane);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(plane, SampleFormat.PlaneCount);
        return ((ulong)Layout.Pointer(_handle.Pointer, Layout.AVFrame.data + (plane * sizeof(nint))), Int(Layout.AVFrame.linesize + (plane * sizeof(int))));
    }

    /// <summary>Copies pixels and properties from the device into a frame in host memory.</summary>
    /// <param name="into">What it held is let go.</param>
    /// <exception cref="AvException">The device refuses, or memory is short.</exception>
    public void Download(AvFrame into)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Unref();
        Check(AvUtil.av_hwframe_transfer_data(into._handle, _handle, 0), nameof(AvUtil.av_hwframe_transfer_data));
        into.CopyPropertiesFrom(this);
    }

    /// <summary>Copies pixels of the same size and sample format into this frame of the device.</summary>
    /// <param name="from">In host memory, or on the same device: then nobody waits, the copy is in the order of the device's default stream.</param>
    /// <exception cref="AvException">The device refuses.</exception>
    public void UploadFrom(AvFrame from)
    {
        ArgumentNullException.ThrowIfNull(from);
        Check(AvUtil.av_hwframe_transfer_data(_handle, from._handle, 0), nameof(AvUtil.av_hwframe_transfer_data));
        CopyPropertiesFrom(from);
    }
}
