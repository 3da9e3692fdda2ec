using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Native.FFmpeg;
using Sluice.Tests;
using Sluice.Tests.Media;

namespace Sluice.Core.Tests.Decode.Selection;

public sealed class LookedAtFrameTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-looked");

    public void Dispose() => _folder.Delete(recursive: true);

    [FFmpegFact]
    public void TryEnd_PacketOfAFrameHandedOnFromALook_IsNotCountedAgain()
    {
        // Intra frames every 2 s, each handed on from a look; from 41 s on a box crosses, so that decoding begins with the frame handed on at 40 s.
        var path = Path.Combine(_folder.FullName, "quiet.mp4");
        MadeClip.Run(["-f", "lavfi", "-i", "color=gray:size=320x180:rate=10:duration=50", "-f", "lavfi", "-i", "testsrc2=size=60x90:rate=10:duration=50",
            "-filter_complex", "[0]geq=lum='128+70*sin(X/7+sin(Y/3))*cos(Y/9)':cb=128:cr=128,noise=alls=4:allf=t+u:all_seed=1[n];" +
            "[n][1]overlay=x='(t-41)*30':y=60:enable='between(t,41,48)'", "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", "20", "-bf", "2", "-x264-params", "scenecut=0", "-threads", "1", path]);
        using var input = Demuxer.Open(path);
        using var owner = new PictureOwner(new FrameBudget(64 << 20));
        using var intra = new IntraDecoder(owner);
        intra.Begin(input.Video, new DecoderOptions());
        var gate = new SourceGate(new GateOptions { Floor = TimeSpan.FromSeconds(2) }, "cam", NullLogger.Instance);
        using var selector = new PacketSelector(gate, null, true, false, static packet => packet.Dispose(), intra: intra);
        selector.Begin(input.Video);
        var handedOn = new HashSet<long>();
        long packets = 0, ended = 0, again = 0;
        while (true)
        {
            var packet = new AvPacket();
            var isEnd = input.TryRead(packet) != ReadResult.Packet;
            if (isEnd)
            {
                packet.Dispose();
                selector.End();
            }
            else
            {
                packets++;
                selector.Add(new(PacketKind.Packet, packet, null, default));
            }

            Take();
            if (isEnd) break;
        }

        Assert.True(again > 0, "no frame handed on was decoded again: the clip shows nothing");
        Assert.Equal(packets, handedOn.Count + ended + selector.TakeSkipped());
        return;

        // Everything that is to be decoded is refused, but for what the gate wants to see of it.
        void Take()
        {
            while (selector.TryTake(out var item, out _))
            {
                if (item.Given is { } given)
                {
                    Assert.True(handedOn.Add(given.Picture.Pts!.Value));
                    intra.Return(given.Picture);
                    continue;
                }

                using var packet = item.Packet!;
                if (handedOn.Contains(packet.Pts!.Value)) again++;
                if (selector.TryEnd(packet.Pts)) ended++;
                if (!packet.IsKey || intra.Decode(packet) is not { } picture) continue;
                gate.Watch(picture, packet.Pts.Value * input.Video.TimeBase.Value);
                intra.Return(picture);
            }
        }
    }
}
