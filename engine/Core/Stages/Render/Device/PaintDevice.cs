using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference.Device;
using Sluice.Native.Cuda;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Render.Device;

/// <summary>A device that draws. Never disposed: stages of the process come and go on it.</summary>
/// <param name="Device">Its kernels.</param>
/// <param name="Surfaces">Where its surfaces come from.</param>
/// <param name="Atlas">The glyphs, in its memory.</param>
internal sealed record PaintDevice(GpuDevice Device, AvHardwareDevice Surfaces, CudaMemory Atlas)
{
    private static readonly Lock Gate = new(); // guards the table, and is held while a device is made ready
    private static readonly Dictionary<int, PaintDevice?> Opened = [];

    /// <summary>A device of the process.</summary>
    /// <param name="index">Its number.</param>
    /// <returns>Null where it cannot draw: pictures go over the host.</returns>
    public static PaintDevice? TryGet(int index)
    {
        lock (Gate)
        {
            if (Opened.TryGetValue(index, out var known)) return known;
            return Opened[index] = ModelGpu.Of(index).Value is { } gpu && DecodeDevices.TryGet(index, out _) is { } surfaces ? Open(gpu.Device, surfaces) : null;
        }
    }

    /// <summary>Puts the glyphs onto a device.</summary>
    /// <param name="device">Its kernels.</param>
    /// <param name="surfaces">Where its surfaces come from.</param>
    public static PaintDevice? Open(GpuDevice device, AvHardwareDevice surfaces)
    {
        try
        {
            var atlas = new CudaMemory(device.Context, GlyphAtlas.Bytes.Length);
            using var stream = new CudaStream(device.Context);
            stream.Upload(GlyphAtlas.Bytes.Span, atlas);
            stream.Synchronize();
            return new(device, surfaces, atlas);
        }
        catch (CudaException)
        {
            // No memory left there.
            return null;
        }
    }
}
