using System.Security.Cryptography;
using Sluice.Native.FFmpeg;

namespace Sluice.Tests.Media;

/// <summary>The packets of a file, in its order.</summary>
internal sealed record ClipPackets(IReadOnlyList<string> Sums, IReadOnlyList<double> Times, IReadOnlyList<bool> Keys, double End)
{
    public static ClipPackets Read(string path)
    {
        using var input = Demuxer.Open(path);
        using var packet = new AvPacket();
        List<string> sums = [];
        List<double> times = [];
        List<bool> keys = [];
        while (input.TryRead(packet) == ReadResult.Packet)
        {
            sums.Add(Convert.ToHexString(SHA256.HashData(packet.Data)));
            times.Add(packet.Pts!.Value * input.Video.TimeBase.Value);
            keys.Add(packet.IsKey);
        }

        return new(sums, times, keys, times.Max() + 0.1);
    }

    /// <summary>When the packet with a sum is shown.</summary>
    public double TimeOf(string sum) => Times[Sums.ToList().IndexOf(sum)];
}
