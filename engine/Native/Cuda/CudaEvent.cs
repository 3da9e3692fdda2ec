namespace Sluice.Native.Cuda;

/// <summary>A point in a stream that others can wait for.</summary>
public sealed unsafe class CudaEvent : IDisposable
{
    private const int NotReady = 600;
    private const uint NoTiming = 2;
    private readonly CudaContext _context;

    /// <summary>An event nobody recorded: it counts as passed.</summary>
    /// <param name="context">Where; borrowed.</param>
    /// <param name="isTimed">Whether <see cref="Since"/> will be asked; costs a little.</param>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public CudaEvent(CudaContext context, bool isTimed = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        using var scope = context.Enter();
        nint made;
        context.Api.Check(context.Api.cuEventCreate(&made, isTimed ? 0 : NoTiming), nameof(CudaApi.cuEventCreate));
        Handle = new(context.Handle, made, context.Api.cuEventDestroy_v2);
    }

    /// <summary>Whether the stream has come past it.</summary>
    /// <exception cref="CudaException">What was before it failed.</exception>
    public bool IsPassed
    {
        get
        {
            using var scope = _context.Enter();
            var code = _context.Api.cuEventQuery(Handle.Value);
            if (code == NotReady) return false;
            _context.Api.Check(code, nameof(CudaApi.cuEventQuery));
            return true;
        }
    }

    internal CudaHandle Handle { get; }

    /// <summary>Sets it behind all that a stream was given so far.</summary>
    public void Record(CudaStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var scope = _context.Enter();
        _context.Api.Check(_context.Api.cuEventRecord(Handle.Value, stream.Native), nameof(CudaApi.cuEventRecord));
    }

    /// <summary>Waits until its stream has come past it.</summary>
    /// <exception cref="CudaException">What was before it failed.</exception>
    public void Synchronize()
    {
        using var scope = _context.Enter();
        _context.Api.Check(_context.Api.cuEventSynchronize(Handle.Value), nameof(CudaApi.cuEventSynchronize));
    }

    /// <summary>Time on the device between two timed events that were passed.</summary>
    /// <param name="earlier">The first.</param>
    public TimeSpan Since(CudaEvent earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        using var scope = _context.Enter();
        float milliseconds;
        _context.Api.Check(_context.Api.cuEventElapsedTime(&milliseconds, earlier.Handle.Value, Handle.Value), nameof(CudaApi.cuEventElapsedTime));
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    /// <summary>Gives it up.</summary>
    public void Dispose() => Handle.Dispose();
}
