namespace Sluice.Native.Nvml;

/// <summary>An NVIDIA GPU.</summary>
/// <param name="Name">As the driver calls it.</param>
/// <param name="MemoryBytes">Its memory; null where the driver doesn't tell.</param>
/// <param name="PowerLimitWatts">The power it is held to; null where the driver doesn't tell.</param>
/// <param name="Driver">The driver's version.</param>
public sealed record GpuInfo(string Name, long? MemoryBytes, double? PowerLimitWatts, string Driver);
