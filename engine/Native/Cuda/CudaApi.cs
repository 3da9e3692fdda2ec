using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>The driver's functions by their exported names; all of them are there, or the driver is refused.</summary>
internal sealed unsafe class CudaApi
{
    internal readonly delegate* unmanaged<uint, int> cuInit;
    internal readonly delegate* unmanaged<int*, int> cuDriverGetVersion;
    internal readonly delegate* unmanaged<int, byte**, int> cuGetErrorName;
    internal readonly delegate* unmanaged<int, byte**, int> cuGetErrorString;
    internal readonly delegate* unmanaged<int*, int> cuDeviceGetCount;
    internal readonly delegate* unmanaged<int*, int, int> cuDeviceGet;
    internal readonly delegate* unmanaged<byte*, int, int, int> cuDeviceGetName;
    internal readonly delegate* unmanaged<int*, int, int, int> cuDeviceGetAttribute;
    internal readonly delegate* unmanaged<nuint*, int, int> cuDeviceTotalMem_v2;
    internal readonly delegate* unmanaged<nint*, int, int> cuDevicePrimaryCtxRetain;
    internal readonly delegate* unmanaged<int, int> cuDevicePrimaryCtxRelease_v2;
    internal readonly delegate* unmanaged<int, uint, int> cuDevicePrimaryCtxSetFlags_v2;
    internal readonly delegate* unmanaged<nint, int> cuCtxPushCurrent_v2;
    internal readonly delegate* unmanaged<nint*, int> cuCtxPopCurrent_v2;
    internal readonly delegate* unmanaged<nint*, uint, int> cuStreamCreate;
    internal readonly delegate* unmanaged<nint, int> cuStreamDestroy_v2;
    internal readonly delegate* unmanaged<nint, int> cuStreamSynchronize;
    internal readonly delegate* unmanaged<nint, nint, uint, int> cuStreamWaitEvent;
    internal readonly delegate* unmanaged<nint*, uint, int> cuEventCreate;
    internal readonly delegate* unmanaged<nint, int> cuEventDestroy_v2;
    internal readonly delegate* unmanaged<nint, nint, int> cuEventRecord;
    internal readonly delegate* unmanaged<nint, int> cuEventQuery;
    internal readonly delegate* unmanaged<nint, int> cuEventSynchronize;
    internal readonly delegate* unmanaged<float*, nint, nint, int> cuEventElapsedTime;
    internal readonly delegate* unmanaged<ulong*, nuint, int> cuMemAlloc_v2;
    internal readonly delegate* unmanaged<ulong, int> cuMemFree_v2;
    internal readonly delegate* unmanaged<nint*, nuint, int> cuMemAllocHost_v2;
    internal readonly delegate* unmanaged<nint, int> cuMemFreeHost;
    internal readonly delegate* unmanaged<ulong, void*, nuint, nint, int> cuMemcpyHtoDAsync_v2;
    internal readonly delegate* unmanaged<void*, ulong, nuint, nint, int> cuMemcpyDtoHAsync_v2;
    internal readonly delegate* unmanaged<nint*, void*, int> cuModuleLoadData;
    internal readonly delegate* unmanaged<nint, int> cuModuleUnload;
    internal readonly delegate* unmanaged<nint*, nint, byte*, int> cuModuleGetFunction;
    internal readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> cuLaunchKernel;

    /// <summary>Looks them up.</summary>
    /// <param name="library">The loaded driver.</param>
    /// <exception cref="EntryPointNotFoundException">It lacks one: it is older than the engine can use.</exception>
    internal CudaApi(nint library)
    {
        nint Of(string name) => NativeLibrary.GetExport(library, name);
        cuInit = (delegate* unmanaged<uint, int>)Of(nameof(cuInit));
        cuDriverGetVersion = (delegate* unmanaged<int*, int>)Of(nameof(cuDriverGetVersion));
        cuGetErrorName = (delegate* unmanaged<int, byte**, int>)Of(nameof(cuGetErrorName));
        cuGetErrorString = (delegate* unmanaged<int, byte**, int>)Of(nameof(cuGetErrorString));
        cuDeviceGetCount = (delegate* unmanaged<int*, int>)Of(nameof(cuDeviceGetCount));
        cuDeviceGet = (delegate* unmanaged<int*, int, int>)Of(nameof(cuDeviceGet));
        cuDeviceGetName = (delegate* unmanaged<byte*, int, int, int>)Of(nameof(cuDeviceGetName));
        cuDeviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)Of(nameof(cuDeviceGetAttribute));
        cuDeviceTotalMem_v2 = (delegate* unmanaged<nuint*, int, int>)Of(nameof(cuDeviceTotalMem_v2));
        cuDevicePrimaryCtxRetain = (delegate* unmanaged<nint*, int, int>)Of(nameof(cuDevicePrimaryCtxRetain));
        cuDevicePrimaryCtxRelease_v2 = (delegate* unmanaged<int, int>)Of(nameof(cuDevicePrimaryCtxRelease_v2));
        cuDevicePrimaryCtxSetFlags_v2 = (delegate* unmanaged<int, uint, int>)Of(nameof(cuDevicePrimaryCtxSetFlags_v2));
        cuCtxPushCurrent_v2 = (delegate* unmanaged<nint, int>)Of(nameof(cuCtxPushCurrent_v2));
        cuCtxPopCurrent_v2 = (delegate* unmanaged<nint*, int>)Of(nameof(cuCtxPopCurrent_v2));
        cuStreamCreate = (delegate* unmanaged<nint*, uint, int>)Of(nameof(cuStreamCreate));
        cuStreamDestroy_v2 = (delegate* unmanaged<nint, int>)Of(nameof(cuStreamDestroy_v2));
        cuStreamSynchronize = (delegate* unmanaged<nint, int>)Of(nameof(cuStreamSynchronize));
        cuStreamWaitEvent = (delegate* unmanaged<nint, nint, uint, int>)Of(nameof(cuStreamWaitEvent));
        cuEventCreate = (delegate* unmanaged<nint*, uint, int>)Of(nameof(cuEventCreate));
        cuEventDestroy_v2 = (delegate* unmanaged<nint, int>)Of(nameof(cuEventDestroy_v2));
        cuEventRecord = (delegate* unmanaged<nint, nint, int>)Of(nameof(cuEventRecord));
        cuEventQuery = (delegate* unmanaged<nint, int>)Of(nameof(cuEventQuery));
        cuEventSynchronize = (delegate* unmanaged<nint, int>)Of(nameof(cuEventSynchronize));
        cuEventElapsedTime = (delegate* unmanaged<float*, nint, nint, int>)Of(nameof(cuEventElapsedTime));
        cuMemAlloc_v2 = (delegate* unmanaged<ulong*, nuint, int>)Of(nameof(cuMemAlloc_v2));
        cuMemFree_v2 = (delegate* unmanaged<ulong, int>)Of(nameof(cuMemFree_v2));
        cuMemAllocHost_v2 = (delegate* unmanaged<nint*, nuint, int>)Of(nameof(cuMemAllocHost_v2));
        cuMemFreeHost = (delegate* unmanaged<nint, int>)Of(nameof(cuMemFreeHost));
        cuMemcpyHtoDAsync_v2 = (delegate* unmanaged<ulong, void*, nuint, nint, int>)Of(nameof(cuMemcpyHtoDAsync_v2));
        cuMemcpyDtoHAsync_v2 = (delegate* unmanaged<void*, ulong, nuint, nint, int>)Of(nameof(cuMemcpyDtoHAsync_v2));
        cuModuleLoadData = (delegate* unmanaged<nint*, void*, int>)Of(nameof(cuModuleLoadData));
        cuModuleUnload = (delegate* unmanaged<nint, int>)Of(nameof(cuModuleUnload));
        cuModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)Of(nameof(cuModuleGetFunction));
        cuLaunchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)Of(nameof(cuLaunchKernel));
    }

    /// <summary>Throws for any answer but success.</summary>
    internal void Check(int code, string call)
    {
        if (code != CudaDriver.Success) throw Fault(code, call);
    }

    /// <summary>The exception of an answer.</summary>
    internal CudaException Fault(int code, string call) => new(code, $"{call} failed: {Describe(code)}");

    /// <summary>An answer as the driver names and explains it.</summary>
    internal string Describe(int code)
    {
        byte* name = null, text = null;
        var known = cuGetErrorName(code, &name) == CudaDriver.Success && name != null;
        var said = cuGetErrorString(code, &text) == CudaDriver.Success && text != null;
        return (known ? Marshal.PtrToStringUTF8((nint)name) : $"CUDA error {code}") + (said ? $" ({Marshal.PtrToStringUTF8((nint)text)})" : "");
    }
}
