using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

/// <summary>Helpers around the shared clips.</summary>
internal static class Clips
{
    /// <summary>Names of all shared clips; one placeholder where there are none, for theories that are skipped then.</summary>
    internal static TheoryData<string> All =>
        Repository.HasData
            ? [.. Directory.EnumerateFiles(Path.Combine(Repository.Data, "videos")).Select(path => Path.GetFileName(path)).Order()]
            : ["none"];

    /// <summary>Reads to the end, sends every packet and gives every frame to <paramref name="see"/>, borrowed.</summary>
    internal static void Decode(Demuxer demuxer, VideoDecoder decoder, Action<AvFrame> see, Action<AvPacket>? change = null)
    {
        using var packet = new AvPacket();
        using var frame = new AvFrame();
        while (demuxer.TryRead(packet) == ReadResult.Packet)
        {
            change?.Invoke(packet);
            Feed(decoder, packet, frame, see);
        }

        Feed(decoder, null, frame, see);
    }

    /// <summary>Sends one packet, or null for the end, and receives what is ready.</summary>
    internal static void Feed(VideoDecoder decoder, AvPacket? packet, AvFrame frame, Action<AvFrame> see)
    {
        var sent = decoder.Send(packet);
        while (decoder.Receive(frame) == ReceiveResult.Frame) see(frame);
        if (sent == SendResult.NeedsOutput) Feed(decoder, packet, frame, see);
    }
}
