namespace Sluice.Native.Cuda;

/// <summary>Work on a device in order: copies and kernels given to it run one after another, beside those of other streams.</summary>
public sealed unsafe class CudaStream : IDisposable
{
    private const uint NonBlocking = 1;
    private readonly CudaHandle _handle;
    private CudaEvent? _default; // made by the first that waits for the default stream

    /// <summary>A stream that neither waits for the default stream nor is waited for by it.</summary>
    /// <param name="context">Where; borrowed.</param>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public CudaStream(CudaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        using var scope = context.Enter();
        nint stream;
        context.Api.Check(context.Api.cuStreamCreate(&stream, NonBlocking), nameof(CudaApi.cuStreamCreate));
        _handle = new(context.Handle, stream, context.Api.cuStreamDestroy_v2);
    }

    /// <summary>Where it runs.</summary>
    public CudaContext Context { get; }

    /// <summary>The driver's <c>CUstream</c>, for libraries that take one; valid until this is disposed.</summary>
    public nint Native => _handle.Value;

    /// <summary>Waits until all that was given to it is done.</summary>
    /// <exception cref="CudaException">Something that was given to it failed.</exception>
    public void Synchronize()
    {
        using var scope = Context.Enter();
        Context.Api.Check(Context.Api.cuStreamSynchronize(_handle.Value), nameof(CudaApi.cuStreamSynchronize));
    }

    /// <summary>Lets what is given to it from now on wait for an event.</summary>
    /// <param name="recorded">Recorded on any stream of the device.</param>
    public void WaitFor(CudaEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        using var scope = Context.Enter();
        Context.Api.Check(Context.Api.cuStreamWaitEvent(_handle.Value, recorded.Handle.Value, 0), nameof(CudaApi.cuStreamWaitEvent));
    }

    /// <summary>
    /// Lets what is given to it from now on wait for all that the default stream was given so far: FFmpeg's decoders write their surfaces
    /// there. The default stream does not wait for this one. Nobody waits here. For one thread at a time.
    /// </summary>
    public void WaitForDefault()
    {
        _default ??= new(Context);
        using var scope = Context.Enter();
        Context.Api.Check(Context.Api.cuEventRecord(_default.Handle.Value, 0), nameof(CudaApi.cuEventRecord));
        Context.Api.Check(Context.Api.cuStreamWaitEvent(_handle.Value, _default.Handle.Value, 0), nameof(CudaApi.cuStreamWaitEvent));
    }

    /// <summary>Copies from the device, after what the stream was given before; what was copied is there once the stream was waited for.</summary>
    /// <param name="from">The start of it is copied.</param>
    /// <param name="to">As much of it as the source has, or it has room for.</param>
    public void Fetch(CudaMemory from, CudaPinnedMemory to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var target = to.GetSpan();
        var length = Math.Min(from.SizeBytes, target.Length);
        using var scope = Context.Enter();
        fixed (byte* first = target)
            Context.Api.Check(Context.Api.cuMemcpyDtoHAsync_v2(first, from.At(0, length), (nuint)length, _handle.Value), nameof(CudaApi.cuMemcpyDtoHAsync_v2));
    }

    /// <summary>Copies to the device; the source must stay as it is until the stream came there.</summary>
    /// <param name="from">In pinned memory, else the driver copies before it returns.</param>
    /// <param name="to">At least as long after <paramref name="offset"/>.</param>
    /// <param name="offset">First byte written.</param>
    public void Upload(ReadOnlySpan<byte> from, CudaMemory to, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(to);
        var address = to.At(offset, from.Length);
        using var scope = Context.Enter();
        fixed (byte* source = from)
            Context.Api.Check(Context.Api.cuMemcpyHtoDAsync_v2(address, source, (nuint)from.Length, _handle.Value), nameof(CudaApi.cuMemcpyHtoDAsync_v2));
    }

    /// <summary>Copies from the device, after what the stream was given before, and waits for it.</summary>
    /// <param name="from">At least as long after <paramref name="offset"/>.</param>
    /// <param name="to">Filled.</param>
    /// <param name="offset">First byte read.</param>
    public void Download(CudaMemory from, Span<byte> to, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(from);
        var address = from.At(offset, to.Length);
        using (Context.Enter())
        {
            fixed (byte* target = to)
            {
                Context.Api.Check(Context.Api.cuMemcpyDtoHAsync_v2(target, address, (nuint)to.Length, _handle.Value), nameof(CudaApi.cuMemcpyDtoHAsync_v2));
                // The memory may move once it is no longer fixed.
                Context.Api.Check(Context.Api.cuStreamSynchronize(_handle.Value), nameof(CudaApi.cuStreamSynchronize));
            }
        }
    }

    /// <summary>Gives it up; what was given to it still runs.</summary>
    public void Dispose()
    {
        _default?.Dispose();
        _handle.Dispose();
    }
}
