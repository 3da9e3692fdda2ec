namespace Sluice.Native.Cuda;

/// <summary>Makes a context the calling thread's until it is disposed, on the same thread.</summary>
internal readonly unsafe ref struct CudaScope : IDisposable
{
    private readonly CudaContextHandle _context;

    /// <summary>Enters it.</summary>
    /// <exception cref="ObjectDisposedException">The context is gone.</exception>
    internal CudaScope(CudaContextHandle context)
    {
        var held = false;
        context.DangerousAddRef(ref held);
        var code = context.Api.cuCtxPushCurrent_v2(context.Pointer);
        if (code != CudaDriver.Success)
        {
            context.DangerousRelease();
            throw context.Api.Fault(code, nameof(CudaApi.cuCtxPushCurrent_v2));
        }

        _context = context;
    }

    /// <summary>Gives the thread its former context back.</summary>
    public void Dispose()
    {
        nint left;
        _ = _context.Api.cuCtxPopCurrent_v2(&left);
        _context.DangerousRelease();
    }
}
