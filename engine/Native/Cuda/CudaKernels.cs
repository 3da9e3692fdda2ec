using System.Runtime.CompilerServices;

namespace Sluice.Native.Cuda;

/// <summary>The engine's own kernels, loaded onto a device. Thread-safe: each launch goes to the stream it names.</summary>
public sealed class CudaKernels : IDisposable
{
    private readonly CudaModule _letterbox;
    private readonly CudaModule _features;
    private readonly CudaModule _draw;
    private readonly CudaKernel _writeInput;
    private readonly CudaKernel _readFeatures;
    private readonly CudaKernel _drawPicture;

    /// <summary>Loads them; the driver compiles them for the device, once a machine: it keeps what it made.</summary>
    /// <param name="context">Where; borrowed.</param>
    /// <exception cref="CudaException">The driver does not take them: the device is older than compute capability 7.0.</exception>
    public CudaKernels(CudaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _letterbox = new(context, CudaModule.BuiltIn("letterbox"));
        _features = new(context, CudaModule.BuiltIn("features"));
        _draw = new(context, CudaModule.BuiltIn("draw"));
        _writeInput = _letterbox.Kernel("sluice_letterbox");
        _readFeatures = _features.Kernel("sluice_features");
        _drawPicture = _draw.Kernel("sluice_draw");
    }

    /// <summary>Writes a batch of a model's input.</summary>
    /// <param name="stream">Where it runs.</param>
    /// <param name="pictures">On the device: <see cref="LetterboxPicture"/>s, one an image.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="layout">The input.</param>
    /// <param name="target">Gets the images, one after the other.</param>
    /// <exception cref="ArgumentException">The memory is too small.</exception>
    public void Letterbox(CudaStream stream, CudaMemory pictures, int count, in LetterboxLayout layout, CudaMemory target)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var elementBytes = layout.Element switch { 0 => 4, 1 => 2, _ => 1 };
        Require(pictures, (long)count * Unsafe.SizeOf<LetterboxPicture>());
        Require(target, (long)count * layout.Channels * layout.Width * layout.Height * elementBytes);
        _writeInput.Launch(stream, CudaGrid.Over(layout.Width, layout.Height, count), pictures.Address, layout, target.Address);
    }

    /// <summary>Reduces pictures to the means that keyframe selection looks at.</summary>
    /// <param name="stream">Where it runs.</param>
    /// <param name="pictures">On the device: <see cref="FeaturesPicture"/>s.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cells">Gets <see cref="FeaturesPicture.CellBytes"/> a picture.</param>
    /// <exception cref="ArgumentException">The memory is too small.</exception>
    public void Features(CudaStream stream, CudaMemory pictures, int count, CudaMemory cells)
    {
        const uint Threads = 256;
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Require(pictures, (long)count * Unsafe.SizeOf<FeaturesPicture>());
        Require(cells, (long)count * FeaturesPicture.CellBytes);
        _readFeatures.Launch(stream, new(FeaturesPicture.CellBytes / Threads, 1, (uint)count, Threads, 1), pictures.Address, cells.Address);
    }

    /// <summary>Copies a picture and draws on the copy.</summary>
    /// <param name="stream">Where it runs.</param>
    /// <param name="picture">The source, and the copy, nobody else's.</param>
    /// <param name="commands">Device address of the <see cref="DrawCommand"/>s.</param>
    public void Draw(CudaStream stream, in DrawPicture picture, ulong commands)
        => _drawPicture.Launch(stream, CudaGrid.Over((picture.Width + 1) / 2, (picture.Height + 1) / 2, 1), picture, commands);

    /// <summary>Unloads them.</summary>
    public void Dispose()
    {
        _letterbox.Dispose();
        _features.Dispose();
        _draw.Dispose();
    }

    private static void Require(CudaMemory memory, long bytes, [CallerArgumentExpression(nameof(memory))] string name = "")
    {
        if (memory.SizeBytes < bytes) throw new ArgumentException($"{bytes} bytes are needed, {memory.SizeBytes} are there.", name);
    }
}
