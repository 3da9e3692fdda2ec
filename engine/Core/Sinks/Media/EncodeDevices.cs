using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>The devices that encode: those that decode, each tried once whether it has an encoder. Thread-safe.</summary>
internal static class EncodeDevices
{
    private static readonly Lock Gate = new(); // guards the table, and is held while a device is tried
    private static readonly Dictionary<int, string?> Tried = [];

    /// <summary>A device that encodes.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="reason">Why it is none; empty where it is one.</param>
    public static AvHardwareDevice? TryGet(int index, out string reason)
    {
        if (DecodeDevices.TryGet(index, out reason) is not { } device) return null;
        lock (Gate)
        {
            if (!Tried.TryGetValue(index, out var fault)) Tried[index] = fault = EncoderCatalog.Fault(EncoderCatalog.Nvenc, device);
            if (fault == null) return device;
            reason = $"no NVENC on cuda:{index}: {fault}";
            return null;
        }
    }
}
