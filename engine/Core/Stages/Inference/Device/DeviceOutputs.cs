using Sluice.Native.Cuda;
using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference.Device;

/// <summary>
/// What a run that is captured into a CUDA graph reads and writes besides the pictures: in the device's memory, at addresses that stay, with
/// copies on the host. One thread at a time.
/// </summary>
/// <param name="gpu">The device; borrowed.</param>
/// <param name="lane">Where the run goes; borrowed.</param>
internal sealed class DeviceOutputs(ModelGpu gpu, OrtLane lane) : IDisposable
{
    private readonly List<CudaMemory> _memory = [];
    private readonly List<OrtTensor> _tensors = [];
    private readonly List<(CudaMemory From, CudaPinnedMemory To)> _copies = [];

    /// <summary>The number of the graph.</summary>
    public int Graph { get; } = lane.NextGraph();

    /// <summary>An output.</summary>
    /// <param name="type">Type of its elements.</param>
    /// <param name="shape">Its shape.</param>
    /// <returns>What the run writes, and its copy on the host as of the latest <see cref="Fetch"/>.</returns>
    public (OrtTensor OnDevice, OrtTensor OnHost) Add(OrtElementType type, long[] shape)
    {
        var bytes = checked((int)(shape.Aggregate(1L, static (count, length) => checked(count * length)) * type.SizeBytes()));
        // A block has at least a byte, an output may have none.
        var memory = Take(Math.Max(1, bytes));
        var copy = new CudaPinnedMemory(gpu.Device.Context, Math.Max(1, bytes));
        _copies.Add((memory, copy));
        return (Keep(gpu.Tensor(memory, type, shape)), Keep(OrtTensor.Over(copy.Address, bytes, type, shape)));
    }

    /// <summary>An input that never changes.</summary>
    /// <param name="host">Its numbers; borrowed until this returns.</param>
    public OrtTensor Upload(OrtTensor host)
    {
        var memory = Take(host.Bytes.Length);
        lane.Stream.Upload(host.Bytes, memory);
        lane.Stream.Synchronize();
        return Keep(gpu.Tensor(memory, host.ElementType, [.. host.Shape]));
    }

    /// <summary>Copies the outputs to the host, and waits for them.</summary>
    public void Fetch()
    {
        foreach (var (from, to) in _copies) lane.Stream.Fetch(from, to);
        lane.Stream.Synchronize();
    }

    /// <summary>Gives the memory up; nothing may be bound to it any more.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
        foreach (var (_, to) in _copies) to.Dispose();
        foreach (var memory in _memory) memory.Dispose();
    }

    private CudaMemory Take(int bytes)
    {
        var memory = new CudaMemory(gpu.Device.Context, bytes);
        _memory.Add(memory);
        return memory;
    }

    private OrtTensor Keep(OrtTensor tensor)
    {
        _tensors.Add(tensor);
        return tensor;
    }
}
