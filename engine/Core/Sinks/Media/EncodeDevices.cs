using Sluice.Core.Stages.Decode;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>The devices that encode: those that decode, each tried once whether it has an encoder of each kind. Thread-safe.</summary>
internal static class EncodeDevices
{
    private static readonly Lock Gate = new(); // guards the table, and is held while a device is tried
    private static readonly Dictionary<(int Index, string Encoder), string?> Tried = [];

    /// <summary>A device that encodes.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="encoder">FFmpeg's name of the encoder.</param>
    /// <param name="reason">Why it is none; empty where it is one.</param>
    public static AvHardwareDevice? TryGet(int index, string encoder, out string reason)
    {
        if (DecodeDevices.TryGet(index, out reason) is not { } device) return null;
        lock (Gate)
        {
            if (!Tried.TryGetValue((index, encoder), out var fault)) Tried[(index, encoder)] = fault = EncoderCatalog.Fault(encoder, device);
            if (fault == null) return device;
            reason = $"no {(encoder == EncoderCatalog.NvencHevc ? "HEVC by NVENC" : "NVENC")} on cuda:{index}: {fault}";
            return null;
        }
    }
}
