using Sluice.Native.Cuda;

namespace Sluice.Core.Stages.Inference.Device;

/// <summary>A CUDA device with the engine's kernels on it. Thread-safe.</summary>
internal sealed class GpuDevice : IDisposable
{
    /// <summary>Opens a device.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="index">Its number.</param>
    /// <exception cref="CudaException">The driver refuses the device or the kernels.</exception>
    public GpuDevice(CudaDriver driver, int index)
    {
        Context = driver.OpenContext(index);
        try
        {
            Kernels = new(Context);
        }
        catch
        {
            Context.Dispose();
            throw;
        }
    }

    /// <summary>Its context.</summary>
    public CudaContext Context { get; }

    /// <summary>The kernels.</summary>
    public CudaKernels Kernels { get; }

    /// <summary>Gives it up; what was made on it holds it.</summary>
    public void Dispose()
    {
        Kernels.Dispose();
        Context.Dispose();
    }
}
