namespace Sluice.Native.Nvml;

/// <summary>What an NVIDIA GPU did over the driver's last sampling period; what a GPU doesn't tell is null.</summary>
/// <param name="Compute">Part of the time a kernel ran, 0 to 1.</param>
/// <param name="Memory">Part of the time its memory was read or written, 0 to 1.</param>
/// <param name="Decoder">Use of the video decoders, 0 to 1.</param>
/// <param name="Encoder">Use of the video encoders, 0 to 1.</param>
/// <param name="UsedBytes">Memory in use, by all processes.</param>
public sealed record GpuReading(double? Compute, double? Memory, double? Decoder, double? Encoder, long? UsedBytes);
