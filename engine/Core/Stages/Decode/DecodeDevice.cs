using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>The device that decodes a stream.</summary>
/// <param name="Device">The device; shared.</param>
/// <param name="Surfaces">Its surfaces that may leave the decoder.</param>
/// <param name="Held">Counts those that did.</param>
internal sealed record DecodeDevice(AvHardwareDevice Device, int Surfaces, SurfaceCount Held);
