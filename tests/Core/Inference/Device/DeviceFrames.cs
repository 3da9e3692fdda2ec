using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;
using Sluice.Tests.Cuda;

namespace Sluice.Tests.Inference.Device;

/// <summary>Frames in the memory of an emulated device, as its decoder would give them.</summary>
internal sealed class DeviceFrames : IDisposable
{
    private readonly AvHardwareDevice _device;

    public DeviceFrames()
    {
        EmulatedCuda.Install();
        _device = AvHardwareDevice.OpenCuda(0);
        Owner = new(Budget);
    }

    public FrameBudget Budget { get; } = new(1L << 30);

    public AvHardwareDevice Device => _device;

    public SurfaceCount Held { get; } = new(8);

    public PictureOwner Owner { get; }

    /// <summary>The same picture on the device and in host memory, as NV12.</summary>
    public (AvPicture OnDevice, AvPicture OnHost) Both(AvFrame from)
    {
        var format = AvPixelFormat.Nv12;
        var (host, surface) = (Owner.Rent(), Owner.Rent());
        using var scaler = new Scaler();
        scaler.Convert(from, host, from.Width, from.Height, format);
        (host.ColorRange, host.ColorSpace) = (from.ColorRange, from.ColorSpace);
        _device.Allocate(surface, from.Width, from.Height, format);
        surface.UploadFrom(host);
        Held.TryEnter();
        var onDevice = new AvPicture(new DeviceSurface(surface, 0, Held), Owner);
        var onHost = new AvPicture(host, Owner);
        Budget.Charge(onDevice.SizeBytes + onHost.SizeBytes);
        return (onDevice, onHost);
    }

    /// <summary>A frame of noise in host memory.</summary>
    public static AvFrame Noise(int width, int height)
    {
        var frame = new AvFrame();
        frame.Allocate(width, height, AvPixelFormat.Yuv420p);
        var random = new Random(11);
        for (var plane = 0; plane < 3; plane++) random.NextBytes(frame.WritablePlane(plane));
        return frame;
    }

    public void Dispose()
    {
        Owner.Dispose();
        _device.Dispose();
        Assert.Equal(0, Held.Held);
        Assert.Equal(0, Budget.Outstanding);
    }
}
