using Sluice.Abstractions;
using Sluice.Native.Cuda;

namespace Sluice.Core.Stages.Inference.Device;

/// <summary>The place of one picture of a batch that comes from host memory: pinned memory, and as much of the device's; both grow when needed.</summary>
/// <param name="context">The device; borrowed.</param>
internal sealed class UploadSlot(CudaContext context) : IDisposable
{
    // Where a plane starts: what reads 16-bit samples wants them aligned, and copies like it.
    private const int Alignment = 256;

    private CudaPinnedMemory? _pinned;
    private CudaMemory? _memory;

    /// <summary>Bytes of the latest picture.</summary>
    public int Bytes { get; private set; }

    /// <summary>Copies a picture's planes to the device.</summary>
    /// <param name="picture">In host memory; borrowed until this returns.</param>
    /// <param name="stream">Takes the copy; what was uploaded before must have been used by now.</param>
    public DeviceSamples Upload(Picture picture, CudaStream stream)
    {
        Bytes = 0;
        for (var plane = 0; plane < picture.PlaneCount; plane++) Bytes = checked(Bytes + Padded(picture.Plane(plane).Length));
        Fit(Bytes);
        var at = 0;
        Span<ulong> starts = stackalloc ulong[3];
        Span<int> strides = stackalloc int[3];
        for (var plane = 0; plane < Math.Min(3, picture.PlaneCount); plane++)
        {
            var samples = picture.Plane(plane);
            samples.CopyTo(_pinned!.GetSpan()[at..]);
            (starts[plane], strides[plane]) = (_memory!.Address + (ulong)at, picture.StrideBytes(plane));
            at += Padded(samples.Length);
        }

        stream.Upload(_pinned!.GetSpan()[..at], _memory!);
        return new(starts[0], starts[1], starts[2], strides[0], strides[1], strides[2]);
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose()
    {
        _memory?.Dispose();
        _pinned?.Dispose();
    }

    private static int Padded(int bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private void Fit(int bytes)
    {
        if (_pinned != null && _memory!.SizeBytes >= bytes) return;
        Dispose();
        (_pinned, _memory) = (null, null);
        _memory = new(context, bytes);
        _pinned = new(context, bytes);
    }
}
