using Sluice.Core.Stages.Decode.Selection.Headers;
using Sluice.Native.FFmpeg;
using Sluice.Tests;
using Sluice.Tests.Media;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class ParameterSetsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-sets");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>H.264 counts macroblocks less one, HEVC the samples of whole coding blocks.</summary>
    [FFmpegTheory]
    [InlineData("h264", new[] { "-c:v", "libx264", "-preset", "veryfast" }, 19, 11, 10, 8)]
    [InlineData("hevc", new[] { "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error" }, 320, 192, 176, 144)]
    public void SizeIn_StreamThatChangesItsSize_SaysEachSizeAtItsIntraFrames(string codec, string[] encoding, int width, int height, int nextWidth, int nextHeight)
    {
        var path = Path.Combine(_folder.FullName, "sizes.ts");
        using (var all = File.Create(path))
        {
            foreach (var size in (string[])["320x192", "176x144"])
            {
                var part = Path.Combine(_folder.FullName, $"{size}.ts");
                MadeClip.Run(["-f", "lavfi", "-i", $"testsrc2=size={size}:rate=10", "-t", "1", "-pix_fmt", "yuv420p", "-g", "5", .. encoding, "-f", "mpegts", part]);
                all.Write(File.ReadAllBytes(part));
            }
        }

        using var input = Demuxer.Open(path);
        using var packet = new AvPacket();
        var found = new List<(int, int)>();
        while (input.TryRead(packet) == ReadResult.Packet)
        {
            if (!packet.IsKey) Assert.Null(ParameterSets.SizeIn(packet, input.Video));
            else found.Add(ParameterSets.SizeIn(packet, input.Video)!.Value);
        }

        Assert.Equal(codec, input.Video.CodecName);
        Assert.Equal([(width, height), (nextWidth, nextHeight)], found.Distinct());
    }

    [DataFact]
    public void SizeIn_ParametersOutsideThePackets_SaysNothing()
    {
        using var input = Demuxer.Open(Repository.Video("bottles.mp4"));
        using var packet = new AvPacket();
        while (input.TryRead(packet) == ReadResult.Packet) Assert.Null(ParameterSets.SizeIn(packet, input.Video));
    }
}
