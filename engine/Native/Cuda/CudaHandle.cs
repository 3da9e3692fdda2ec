using System.Runtime.InteropServices;

namespace Sluice.Native.Cuda;

/// <summary>Owns one object of the driver and holds the context it was made in; a finalizer frees what nobody disposed.</summary>
internal sealed unsafe class CudaHandle : SafeHandle
{
    private readonly CudaContextHandle _context;
    private readonly delegate* unmanaged<nint, int> _free;

    /// <summary>Takes an object over.</summary>
    /// <param name="context">Where it was made.</param>
    /// <param name="value">The object.</param>
    /// <param name="free">What frees it.</param>
    internal CudaHandle(CudaContextHandle context, nint value, delegate* unmanaged<nint, int> free)
        : base(0, ownsHandle: true)
    {
        _context = context;
        _free = free;
        var held = false;
        context.DangerousAddRef(ref held);
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The object; valid while its owner is not disposed.</summary>
    internal nint Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        var freed = false;
        if (_context.Api.cuCtxPushCurrent_v2(_context.Pointer) == CudaDriver.Success)
        {
            freed = _free(handle) == CudaDriver.Success;
            nint left;
            _ = _context.Api.cuCtxPopCurrent_v2(&left);
        }

        _context.DangerousRelease();
        return freed;
    }
}
