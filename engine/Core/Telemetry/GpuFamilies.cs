using System.Collections.Immutable;
using System.Globalization;
using Sluice.Core.Stages.Decode;
using Sluice.Native.Nvml;
using static Sluice.Core.Telemetry.Metric;

namespace Sluice.Core.Telemetry;

/// <summary>Metrics of NVIDIA GPUs, and of what is copied between them and the host. On a box without one only the copies are told: none.</summary>
internal static class GpuFamilies
{
    private static readonly Lazy<NvmlLibrary?> Gpus = new(static () => NvmlLibrary.TryOpen());

    public static ImmutableArray<Metric> All { get; } =
    [
        Counter("sluice_gpu_download_bytes_total", "By", "Pictures copied from a GPU because something read them on the host.", [],
            static (_, to) => to.Add(DeviceTraffic.DownloadedBytes)),
        Counter("sluice_gpu_upload_bytes_total", "By", "Pictures copied to a GPU, for a model or an encoder there, because they lay on the host.", [],
            static (_, to) => to.Add(DeviceTraffic.UploadedBytes)),
        Of("sluice_gpu_compute_ratio", "1", "Part of the time a kernel ran, over the driver's last period.", static gpu => gpu.Compute),
        Of("sluice_gpu_decoder_ratio", "1", "Use of the video decoders, over the driver's last period.", static gpu => gpu.Decoder),
        Of("sluice_gpu_encoder_ratio", "1", "Use of the video encoders, over the driver's last period.", static gpu => gpu.Encoder),
        Of("sluice_gpu_memory_used_bytes", "By", "Memory of the GPU in use, by all processes.", static gpu => gpu.UsedBytes),
    ];

    private static Metric Of(string name, string unit, string help, Func<GpuReading, double?> value) => Gauge(name, unit, help, ["gpu"], (_, to) =>
    {
        if (Gpus.Value?.Read() is not { } readings) return;
        for (var i = 0; i < readings.Length; i++)
            if (value(readings[i]) is { } known) to.Add(known, i.ToString(CultureInfo.InvariantCulture));
    });
}
