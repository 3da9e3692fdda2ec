using Sluice.Native.FFmpeg;
using Sluice.Tests.Cuda;

namespace Sluice.Native.Tests.FFmpeg;

public sealed class AvSurfacePoolTests
{
    [GccFact]
    public void TryOf_Frame_IsThePoolItIsOfAsLongAsThatIsThere()
    {
        EmulatedCuda.Install();
        using var device = AvHardwareDevice.OpenCuda(0);
        var pool = new AvSurfacePool(device, 64, 48, AvPixelFormat.Nv12);
        using var other = new AvSurfacePool(device, 64, 48, AvPixelFormat.Nv12);
        using var frame = new AvFrame();
        using var host = new AvFrame();
        pool.Rent(frame);
        host.Allocate(64, 48, AvPixelFormat.Nv12);

        Assert.True(frame.IsOnDevice);
        Assert.True(pool.Holds(frame));
        Assert.False(other.Holds(frame));
        Assert.False(pool.Holds(host));
        Assert.Null(AvSurfacePool.TryOf(host));
        using (var same = AvSurfacePool.TryOf(frame)!)
        {
            Assert.Equal((64, 48), (same.Width, same.Height));
            pool.Dispose();
            Assert.True(same.Holds(frame));
            using var further = new AvFrame();
            same.Rent(further);
            Assert.NotEqual(frame.DevicePlane(0).Address, further.DevicePlane(0).Address);
        }

        Assert.Null(AvSurfacePool.TryOf(frame));
    }

    [GccFact]
    public void Rent_AfterASurfaceCameBack_GivesItAgain()
    {
        EmulatedCuda.Install();
        using var device = AvHardwareDevice.OpenCuda(0);
        using var pool = new AvSurfacePool(device, 64, 48, AvPixelFormat.Nv12);
        using var frame = new AvFrame();
        pool.Rent(frame);
        var (address, _) = frame.DevicePlane(0);

        frame.Unref();
        pool.Rent(frame);

        Assert.Equal(address, frame.DevicePlane(0).Address);
    }

    [GccFact]
    public void Encoder_SurfacesOfAnotherSize_AreRefused()
    {
        EmulatedCuda.Install();
        using var device = AvHardwareDevice.OpenCuda(0);
        using var pool = new AvSurfacePool(device, 64, 48, AvPixelFormat.Nv12);

        var fault = Assert.Throws<ArgumentException>(() => new VideoEncoder(640, 360, new AvRational(1, 25), new EncoderOptions { Codec = "mjpeg", Surfaces = pool }));

        Assert.Contains("64x48", fault.Message, StringComparison.Ordinal);
    }
}
