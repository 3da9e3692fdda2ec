namespace Sluice.Native.Nvml;

/// <summary>What crossed a GPU's PCIe link; what it doesn't tell is null.</summary>
/// <param name="ToHost">Bytes a second from the GPU, over the 20 ms before.</param>
/// <param name="ToDevice">Bytes a second to the GPU, over the 20 ms before.</param>
/// <param name="Limit">Bytes a second that the link carries in one direction, packets' headers included.</param>
public sealed record BusReading(double? ToHost, double? ToDevice, double? Limit);
