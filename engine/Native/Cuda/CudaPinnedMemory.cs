using System.Buffers;

namespace Sluice.Native.Cuda;

/// <summary>Host memory that a device copies from and to by itself.</summary>
public sealed unsafe class CudaPinnedMemory : MemoryManager<byte>
{
    private readonly CudaHandle _handle;
    private readonly int _sizeBytes;

    /// <summary>Takes a block; what it holds is not known.</summary>
    /// <param name="context">Where; borrowed.</param>
    /// <param name="sizeBytes">Its size, at least 1.</param>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public CudaPinnedMemory(CudaContext context, int sizeBytes)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeBytes, 1);
        _sizeBytes = sizeBytes;
        using var scope = context.Enter();
        nint address;
        context.Api.Check(context.Api.cuMemAllocHost_v2(&address, (nuint)sizeBytes), nameof(CudaApi.cuMemAllocHost_v2));
        _handle = new(context.Handle, address, context.Api.cuMemFreeHost);
    }

    /// <summary>Its first byte; valid until it is disposed.</summary>
    public nint Address => _handle.Value;

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new((void*)_handle.Value, _sizeBytes);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, _sizeBytes);
        return new((byte*)_handle.Value + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <summary>Gives it back.</summary>
    public void Dispose() => _handle.Dispose();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _handle.Dispose();
    }
}
