using Sluice.Native.Cuda;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Device;

/// <summary>The device that a model runs on, for pictures that lie there already.</summary>
/// <param name="Device">The device; never disposed, sessions of the process come and go on it.</param>
/// <param name="Index">Its number.</param>
/// <param name="Tensor">Makes a tensor over memory of the device, of a type and shape.</param>
internal sealed record ModelGpu(GpuDevice Device, int Index, Func<CudaMemory, OrtElementType, long[], OrtTensor> Tensor)
{
    private static readonly Lock Gate = new(); // guards the table, and is held while a device opens
    private static readonly Dictionary<int, ModelGpu?> Opened = [];

    /// <summary>The device of a session, opened when the first picture asks for it.</summary>
    /// <param name="index">Its number; null for a session that runs on no CUDA device.</param>
    public static Lazy<ModelGpu?> Of(int? index) => index is { } number ? new(() => TryOpen(number)) : new((ModelGpu?)null);

    private static ModelGpu? TryOpen(int index)
    {
        lock (Gate)
        {
            if (Opened.TryGetValue(index, out var known)) return known;
            return Opened[index] = Open(index);
        }
    }

    private static ModelGpu? Open(int index)
    {
        if (CudaDriver.TryOpen(out _) is not { } driver || index >= driver.Devices.Count) return null;
        try
        {
            return new(new(driver, index), index, (memory, type, shape) => OrtTensor.OnCuda(index, memory.Address, memory.SizeBytes, type, shape));
        }
        catch (CudaException)
        {
            // A device older than the kernels: pictures go over the host.
            return null;
        }
    }
}
