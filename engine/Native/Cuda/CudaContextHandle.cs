using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>One right to a device's primary context.</summary>
internal sealed unsafe class CudaContextHandle : SafeHandle
{
    private readonly int _device;

    internal CudaContextHandle(CudaApi api, nint context, int device)
        : base(0, ownsHandle: true)
    {
        (Api, _device) = (api, device);
        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    internal CudaApi Api { get; }

    internal nint Pointer => handle;

    protected override bool ReleaseHandle() => Api.cuDevicePrimaryCtxRelease_v2(_device) == CudaDriver.Success;
}
