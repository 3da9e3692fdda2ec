namespace Sluice.Native.Cuda;

/// <summary>A block of a device's memory.</summary>
public sealed unsafe class CudaMemory : IDisposable
{
    private readonly CudaHandle _handle;

    /// <summary>Takes a block; what it holds is not known.</summary>
    /// <param name="context">Where; borrowed.</param>
    /// <param name="sizeBytes">Its size, at least 1.</param>
    /// <exception cref="CudaException">There is not so much left, <see cref="CudaException.IsOutOfMemory"/>.</exception>
    public CudaMemory(CudaContext context, long sizeBytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeBytes, 1);
        SizeBytes = sizeBytes;
        using var scope = context.Enter();
        ulong address;
        context.Api.Check(context.Api.cuMemAlloc_v2(&address, (nuint)sizeBytes), nameof(CudaApi.cuMemAlloc_v2));
        // A device address is 64 bits wide, as pointers are on every machine with a CUDA driver.
        _handle = new(context.Handle, (nint)address, (delegate* unmanaged<nint, int>)context.Api.cuMemFree_v2);
    }

    /// <summary>Its size.</summary>
    public long SizeBytes { get; }

    /// <summary>Its address on the device; valid until it is disposed.</summary>
    public ulong Address => (ulong)_handle.Value;

    /// <summary>The address of a part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within.</exception>
    internal ulong At(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, SizeBytes, nameof(length));
        return Address + (ulong)offset;
    }

    /// <summary>Gives it back; the driver waits for what uses it.</summary>
    public void Dispose() => _handle.Dispose();
}
