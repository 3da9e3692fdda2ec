using System.Globalization;

namespace Sluice.Native.FFmpeg;

/// <summary>A device that decodes, shared by any number of decoders. Thread-safe.</summary>
public sealed unsafe class AvHardwareDevice : IDisposable
{
    // AV_CUDA_USE_PRIMARY_CONTEXT of hwcontext_cuda.h: the context that CUDA's own runtime and ONNX Runtime use.
    private const int UsePrimaryContext = 1;

    private readonly AvHardwareDeviceHandle _handle;

    private AvHardwareDevice(AvHardwareDeviceHandle handle, int index) => (_handle, Index) = (handle, index);

    /// <summary>Its number, as in <c>cuda:0</c>.</summary>
    public int Index { get; }

    /// <summary>Opens a CUDA device for decoding.</summary>
    /// <param name="index">Its number.</param>
    /// <exception cref="AvException">There is no driver, no such device, or FFmpeg was built without CUDA.</exception>
    public static AvHardwareDevice OpenCuda(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        FFmpegLibrary.Load();
        nint device = 0;
        var code = AvUtil.av_hwdevice_ctx_create(&device, AvUtil.AV_HWDEVICE_TYPE_CUDA, index.ToString(CultureInfo.InvariantCulture), 0, UsePrimaryContext);
        if (code < 0) throw new AvException(code, nameof(AvUtil.av_hwdevice_ctx_create), $"cuda:{index}");
        return new(new(device), index);
    }

    /// <summary>Fills a frame with a surface of this device's memory, of undefined content: for tests and for what a device draws itself.</summary>
    /// <param name="into">What it held is let go.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="format">The samples' format, such as NV12.</param>
    /// <exception cref="AvException">The device has not so much memory, or does not know the format.</exception>
    public void Allocate(AvFrame into, int width, int height, AvPixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(format);
        using var surfaces = new AvSurfacePool(this, width, height, format);
        surfaces.Rent(into);
    }

    /// <summary>Gives it up; decoders on it keep it.</summary>
    public void Dispose() => _handle.Dispose();

    internal AvHardwareDeviceHandle Handle => _handle;

    /// <summary>A right of its own for a decoder, which frees it.</summary>
    internal nint Share()
    {
        var shared = AvUtil.av_buffer_ref(_handle);
        return shared != 0 ? shared : throw new AvException(AvError.NoMemory, nameof(AvUtil.av_buffer_ref), null);
    }
}
