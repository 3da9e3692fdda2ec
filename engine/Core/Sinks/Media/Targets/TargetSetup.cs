using System.Collections.Concurrent;
using Sluice.Abstractions;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>What the targets of one stage share.</summary>
/// <param name="options">The stage's options.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The stage's log.</param>
internal sealed class TargetSetup(OutputOptions options, TimeProvider time, IStageLog log)
{
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    /// <summary>The stage's options.</summary>
    public OutputOptions Options => options;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The stage's log.</summary>
    public IStageLog Log => log;

    /// <summary>The GPU that encodes; null for none.</summary>
    public AvHardwareDevice? Device { get; private set; }

    /// <summary>Looks for the GPU that the options want, and says where there is none.</summary>
    public void FindDevice()
    {
        if (EncoderChoice.DeviceOf(options) is not { } index) return;
        Device = EncodeDevices.TryGet(index, EncoderChoice.NvencOf(options), out var reason);
        if (Device == null) SayOnCpu(reason);
    }

    /// <summary>Says once for the whole stage why video is not encoded on the GPU.</summary>
    /// <param name="why">The reason.</param>
    public void SayOnCpu(string why)
    {
        if (_said.TryAdd("", true)) log.Info($"Not encoded on the GPU: {why}");
    }

    /// <summary>Says once for the whole stage which encoder is used.</summary>
    /// <param name="encoder">FFmpeg's name.</param>
    /// <param name="device">The GPU's number; null for none.</param>
    public void SayEncoder(string encoder, int? device)
    {
        if (!_said.TryAdd(encoder, true)) return;
        if (device is { } index) log.Info($"Encodes with {encoder} on cuda:{index}.");
        else if (encoder == "mjpeg" && options.Form != OutputFormat.Mjpeg && options.Encoder != "mjpeg")
            log.Warn("No H.264 encoder could be opened: the video is motion JPEG, which is several times larger.");
        else log.Info($"Encodes with {encoder}.");
    }
}
