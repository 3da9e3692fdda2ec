using Sluice.Core.Stages.Inference.Device;
using Sluice.Native.Cuda;
using Sluice.Tests.Cuda;

namespace Sluice.Tests.Inference.Device;

/// <summary>A device whose kernels run on the CPU.</summary>
internal static class EmulatedGpu
{
    public static GpuDevice Open()
    {
        var driver = CudaDriver.TryOpen(out var reason, EmulatedCuda.Path);
        Assert.True(driver != null, reason);
        return new(driver, 0);
    }

    /// <summary>Bytes in the device's memory.</summary>
    public static CudaMemory Upload(GpuDevice device, CudaStream stream, ReadOnlySpan<byte> bytes)
    {
        var memory = new CudaMemory(device.Context, bytes.Length);
        stream.Upload(bytes, memory);
        return memory;
    }
}
