using Sluice.Core.Config;
using Sluice.Native.Cuda;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>The devices that decode, opened once for all sources of the process and kept. Thread-safe.</summary>
internal static class DecodeDevices
{
    private static readonly Lock Gate = new(); // guards the table, and is held while a device opens
    private static readonly Dictionary<int, (AvHardwareDevice? Device, string Reason)> Opened = [];

    /// <summary>A device.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="reason">Why there is none; empty where there is one.</param>
    public static AvHardwareDevice? TryGet(int index, out string reason)
    {
        lock (Gate)
        {
            if (!Opened.TryGetValue(index, out var found)) Opened[index] = found = Open(index);
            reason = found.Reason;
            return found.Device;
        }
    }

    /// <summary>Why a source cannot be decoded where its graph says; null where it can, or where the CPU will do.</summary>
    public static string? Missing(SourceConfig config)
    {
        if (config.Decode is not { MayUseDevice: true } decode) return null;
        if (decode.IsAuto)
        {
            // Opened before any model is, which would leave the device in a state that FFmpeg refuses.
            _ = TryGet(decode.Index, out _);
            return null;
        }

        if (config.Gate != null) return $"decode.device is {decode.Device}, but its gate looks at pictures on the CPU; leave one of the two out";
        if (TryGet(decode.Index, out var reason) != null) return null;
        return $"decode.device is {decode.Device}, but there is {reason}; install NVIDIA's driver, or write auto or cpu";
    }

    private static (AvHardwareDevice? Device, string Reason) Open(int index)
    {
        if (CudaDriver.TryOpen(out var reason) is not { } driver) return (null, reason);
        if (index >= driver.Devices.Count) return (null, $"no CUDA device {index}: the driver has {driver.Devices.Count}, counted from 0");
        driver.PreferBlocking(index);
        try
        {
            return (AvHardwareDevice.OpenCuda(index), "");
        }
        catch (AvException refused)
        {
            return (null, $"no decoder on cuda:{index}: {refused.Message}");
        }
    }
}
