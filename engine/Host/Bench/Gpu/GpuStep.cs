using System.Text.Json.Serialization;

namespace Sluice.Host.Bench.Gpu;

/// <summary>What one step of <c>bench gpu</c> measured.</summary>
/// <param name="Step">What was done.</param>
/// <param name="Frames">Frames, or images of a bare run.</param>
/// <param name="Fps">Frames a second of wall time.</param>
/// <param name="CpuMs">CPU milliseconds a frame, over all threads.</param>
/// <param name="DownloadedBytes">Bytes of pictures copied from the device, a frame.</param>
/// <param name="UploadedBytes">Bytes of pictures copied to the device, a frame.</param>
/// <param name="Decoder">Mean use of the video decoders, 0 to 1; null where the driver doesn't tell.</param>
/// <param name="Compute">Part of the time a kernel ran, 0 to 1; null where the driver doesn't tell.</param>
/// <param name="Bus">Mean use of the PCIe link in its busier direction, 0 to 1; null where the driver doesn't tell.</param>
/// <param name="OfLimit">Frames a second beside the most that this card would give; null where that is not known.</param>
internal sealed record GpuStep(string Step, int Frames, double Fps, double CpuMs, double DownloadedBytes, double UploadedBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Decoder,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Compute,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Bus,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? OfLimit);
