using Sluice.Core.Stages.Decode.Selection;
using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class PacketInspectorTests
{
    [DataTheory]
    [InlineData("bottles.mp4")]
    [InlineData("person-one-by-one.mp4")]
    [InlineData("dog-hevc-main10.mkv")]
    [InlineData("street-cuts.mp4")]
    [InlineData("faces-friday.mp4")]
    [InlineData("dog-rotate90.mp4")]
    [InlineData("bbb-vp8-720p.webm")]
    public void Inspect_RealClip_NamesTheTypeThatDecodingFinds(string clip)
    {
        var expected = File.ReadLines(Path.Combine(Repository.Data, "reference", "decode", clip + ".frames.csv")).Select(static l => l.Split(',')).ToList();
        var (pts, type) = (Array.IndexOf(expected[0], "pts"), Array.IndexOf(expected[0], "pict_type"));
        var types = expected.Skip(1).ToDictionary(row => row[pts], row => row[type]);
        var packets = Read(clip).Where(static p => p.Facts.IsShown).ToList();
        Assert.Equal(types.Count, packets.Count);
        Assert.All(packets, p => Assert.Equal(types[$"{p.Pts}"], p.Facts.Type.ToString()));
        Assert.True(packets[0].Facts.IsIntra);
        Assert.All(packets, static p => Assert.True(p.Facts.IsWhole));
    }

    [DataTheory]
    [InlineData("bottles.mp4")]
    [InlineData("retail-hevc-1080p.mp4")]
    [InlineData("cars-topdown.mp4")]
    [InlineData("dog-reschange.h264")]
    public void Inspect_H264AndHevc_ReadsEachQuantizer(string clip) => Assert.All(Read(clip), static p => Assert.InRange(p.Facts.Quantizer ?? -1, 0, 51));

    [DataFact]
    public void Inspect_PackedBFrames_SaysThatPacketsAndFramesDoNotPair()
        => Assert.Contains(Read("highway-mpeg4asp.avi"), static p => !p.Facts.IsWhole);

    [DataFact]
    public void Inspect_Mjpeg_EveryPacketStandsAlone()
        => Assert.All(Read("pets09-s2l1-mjpeg.avi"), static p => Assert.True(p.Facts is { IsIntra: true, IsReset: true, IsDisposable: true }));

    [Theory]
    [InlineData("h264")]
    [InlineData("hevc")]
    [InlineData("mpeg4")]
    [InlineData("vp8")]
    [InlineData("av1")]
    public void Inspect_Rubbish_NeitherThrowsNorReadsBeyond(string codec)
    {
        var random = new Random(7);
        var bytes = new byte[300];
        for (var round = 0; round < 2000; round++)
        {
            random.NextBytes(bytes);
            // Start codes and parameter sets among the rubbish, so that it is followed as far as it goes.
            bytes.AsSpan(0, 3).Clear();
            (bytes[3], bytes[4]) = (1, codec == "hevc" ? (byte)(random.Next(40) << 1) : (byte)(0x60 | random.Next(12)));
            var inspector = PacketInspector.For(codec, bytes.AsSpan(0, random.Next(bytes.Length)));
            inspector.Inspect(bytes, isKey: false);
            inspector.Inspect(bytes.AsSpan(0, random.Next(bytes.Length)), isKey: true);
        }
    }

    private static List<(long? Pts, PacketFacts Facts)> Read(string clip)
    {
        using var input = Demuxer.Open(Repository.Video(clip));
        using var packet = new AvPacket();
        var inspector = PacketInspector.For(input.Video);
        var all = new List<(long?, PacketFacts)>();
        while (input.TryRead(packet) == ReadResult.Packet) all.Add((packet.Pts, inspector.Inspect(packet)));
        return all;
    }
}
