namespace Sluice.Native.Cuda;

/// <summary>
/// A device's primary context. Memory, streams and modules made in it hold it until they are gone. Thread-safe; each call makes it the
/// calling thread's for as long as the call takes.
/// </summary>
public sealed class CudaContext : IDisposable
{
    internal CudaContext(CudaDriver driver, CudaDevice device, CudaContextHandle handle) => (Driver, Device, Handle) = (driver, device, handle);

    /// <summary>The driver.</summary>
    public CudaDriver Driver { get; }

    /// <summary>The device.</summary>
    public CudaDevice Device { get; }

    internal CudaContextHandle Handle { get; }

    internal CudaApi Api => Driver.Api;

    /// <summary>Gives up this right to it.</summary>
    public void Dispose() => Handle.Dispose();

    /// <summary>Makes it the calling thread's until the scope ends.</summary>
    internal CudaScope Enter() => new(Handle);
}
