using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Native.Cuda;

/// <summary>
/// NVIDIA's CUDA driver, where a machine has one: its devices, and contexts on them. Nothing of the CUDA toolkit is needed. Thread-safe;
/// the library stays loaded. https://docs.nvidia.com/cuda/cuda-driver-api/
/// </summary>
public sealed unsafe class CudaDriver
{
    /// <summary>The driver's library.</summary>
    public const string LibraryName = "libcuda.so.1";

    internal const int Success = 0;

    // CUdevice_attribute.
    private const int ComputeMajor = 75, ComputeMinor = 76;
    private const int NameBytes = 256;

    // CU_CTX_SCHED_BLOCKING_SYNC.
    private const uint BlockingSync = 4;

    private CudaDriver(CudaApi api, int version, IReadOnlyList<CudaDevice> devices) => (Api, Version, Devices) = (api, version, devices);

    /// <summary>The newest CUDA that it runs: 12040 for 12.4.</summary>
    public int Version { get; }

    /// <summary>Its devices in order of their numbers; at least one.</summary>
    public IReadOnlyList<CudaDevice> Devices { get; }

    internal CudaApi Api { get; }

    /// <summary>Opens it.</summary>
    /// <param name="reason">Why there is none, for a message; empty where there is one.</param>
    /// <param name="path">The library; null for the one on the system's path.</param>
    /// <returns>Null where there is no driver, an older one than the engine needs, or no device behind it.</returns>
    public static CudaDriver? TryOpen(out string reason, string? path = null)
    {
        var name = path ?? LibraryName;
        reason = "";
        if (!NativeLibrary.TryLoad(name, typeof(CudaDriver).Assembly, DllImportSearchPath.SafeDirectories, out var library))
        {
            reason = $"no CUDA device: driver library {name} not found";
            return null;
        }

        try
        {
            return Open(new(library));
        }
        catch (EntryPointNotFoundException missing)
        {
            reason = $"the CUDA driver {name} is too old: {missing.Message}";
        }
        catch (CudaException refused)
        {
            reason = $"no CUDA device: {refused.Message}";
        }

        return null;
    }

    /// <summary>Opens a device's primary context: the one that FFmpeg and ONNX Runtime use too.</summary>
    /// <param name="device">Its number.</param>
    /// <returns>The caller disposes it; what was made in it keeps it alive.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such device.</exception>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public CudaContext OpenContext(int device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(device, Devices.Count);
        int handle;
        Api.Check(Api.cuDeviceGet(&handle, device), nameof(Api.cuDeviceGet));
        PreferBlocking(device);
        nint context;
        Api.Check(Api.cuDevicePrimaryCtxRetain(&context, handle), nameof(Api.cuDevicePrimaryCtxRetain));
        return new(this, Devices[device], new(Api, context, handle));
    }

    /// <summary>
    /// Has threads that wait for a device sleep instead of spinning. FFmpeg wants its primary context so and refuses one that is in use
    /// otherwise: so this comes before whatever opens the device first.
    /// </summary>
    /// <param name="device">Its number.</param>
    public void PreferBlocking(int device)
    {
        // Drivers before CUDA 11 refuse where the context is in use; whoever minds will say so.
        int handle;
        if (Api.cuDeviceGet(&handle, device) == Success) _ = Api.cuDevicePrimaryCtxSetFlags_v2(handle, BlockingSync);
    }

    private static CudaDriver Open(CudaApi api)
    {
        api.Check(api.cuInit(0), nameof(api.cuInit));
        int version, count;
        api.Check(api.cuDriverGetVersion(&version), nameof(api.cuDriverGetVersion));
        api.Check(api.cuDeviceGetCount(&count), nameof(api.cuDeviceGetCount));
        if (count == 0) throw new CudaException(100, "the driver sees none");
        var devices = new CudaDevice[count];
        for (var i = 0; i < count; i++) devices[i] = Describe(api, i);
        return new(api, version, devices);
    }

    private static CudaDevice Describe(CudaApi api, int index)
    {
        int device, major, minor;
        nuint memory;
        var name = stackalloc byte[NameBytes];
        api.Check(api.cuDeviceGet(&device, index), nameof(api.cuDeviceGet));
        api.Check(api.cuDeviceGetName(name, NameBytes, device), nameof(api.cuDeviceGetName));
        api.Check(api.cuDeviceGetAttribute(&major, ComputeMajor, device), nameof(api.cuDeviceGetAttribute));
        api.Check(api.cuDeviceGetAttribute(&minor, ComputeMinor, device), nameof(api.cuDeviceGetAttribute));
        api.Check(api.cuDeviceTotalMem_v2(&memory, device), nameof(api.cuDeviceTotalMem_v2));
        var text = new ReadOnlySpan<byte>(name, NameBytes);
        var end = text.IndexOf((byte)0);
        return new(index, Encoding.UTF8.GetString(end < 0 ? text : text[..end]), major, minor, (long)memory);
    }
}
