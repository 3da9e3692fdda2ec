namespace Sluice.Native.Cuda;

/// <summary>A kernel of a loaded module.</summary>
public sealed unsafe class CudaKernel
{
    private readonly CudaModule _module;
    private readonly nint _function;

    internal CudaKernel(CudaModule module, nint function) => (_module, _function) = (module, function);

    /// <summary>Gives a launch with two parameters to a stream. Allocates nothing.</summary>
    /// <typeparam name="T1">As the kernel declares it.</typeparam>
    /// <typeparam name="T2">As the kernel declares it.</typeparam>
    public void Launch<T1, T2>(CudaStream stream, CudaGrid grid, T1 first, T2 second)
        where T1 : unmanaged
        where T2 : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        var parameters = stackalloc void*[] { &first, &second };
        _module.Launch(_function, stream, grid, parameters);
    }

    /// <summary>Gives a launch with three parameters to a stream. Allocates nothing.</summary>
    /// <typeparam name="T1">As the kernel declares it.</typeparam>
    /// <typeparam name="T2">As the kernel declares it.</typeparam>
    /// <typeparam name="T3">As the kernel declares it.</typeparam>
    public void Launch<T1, T2, T3>(CudaStream stream, CudaGrid grid, T1 first, T2 second, T3 third)
        where T1 : unmanaged
        where T2 : unmanaged
        where T3 : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        var parameters = stackalloc void*[] { &first, &second, &third };
        _module.Launch(_function, stream, grid, parameters);
    }
}
