using System.Text;

namespace Sluice.Native.Cuda;

/// <summary>Kernels loaded onto a device: PTX that the driver compiles for it.</summary>
public sealed unsafe class CudaModule : IDisposable
{
    private readonly CudaHandle _handle;
    private readonly CudaContext _context;

    /// <summary>Compiles and loads.</summary>
    /// <param name="context">Where; borrowed.</param>
    /// <param name="ptx">The text.</param>
    /// <exception cref="CudaException">The driver does not take it, as where the device is older than the text's target.</exception>
    public CudaModule(CudaContext context, string ptx)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(ptx);
        _context = context;
        using var scope = context.Enter();
        nint module;
        fixed (byte* text = Encoding.UTF8.GetBytes(ptx + '\0'))
            context.Api.Check(context.Api.cuModuleLoadData(&module, text), nameof(CudaApi.cuModuleLoadData));
        _handle = new(context.Handle, module, context.Api.cuModuleUnload);
    }

    /// <summary>Finds a kernel.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Valid until the module is disposed.</returns>
    /// <exception cref="CudaException">There is none.</exception>
    public CudaKernel Kernel(string name)
    {
        using var scope = _context.Enter();
        nint function;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
            _context.Api.Check(_context.Api.cuModuleGetFunction(&function, _handle.Value, text), $"{nameof(CudaApi.cuModuleGetFunction)}({name})");
        return new(this, function);
    }

    /// <summary>The text of a kernel file that is built into the engine.</summary>
    /// <param name="name">Its file name without the ending: <c>letterbox</c>.</param>
    public static string BuiltIn(string name)
    {
        using var stream = typeof(CudaModule).Assembly.GetManifestResourceStream($"Sluice.Native.Cuda.Kernels.{name}.ptx")
            ?? throw new ArgumentException($"No kernels '{name}' are built in.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Unloads it.</summary>
    public void Dispose() => _handle.Dispose();

    internal void Launch(nint function, CudaStream stream, CudaGrid grid, void** parameters)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        using var scope = _context.Enter();
        _context.Api.Check(_context.Api.cuLaunchKernel(function, grid.BlocksX, grid.BlocksY, grid.BlocksZ, grid.ThreadsX, grid.ThreadsY, 1, 0,
            stream.Native, parameters, null), nameof(CudaApi.cuLaunchKernel));
    }
}
