using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.EndToEnd.Tests.Inputs;
using Sluice.EndToEnd.Tests.Servers;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>What a network does to a camera that sends over UDP: what comes in another order costs nothing, what is lost shows nowhere, what comes twice is over by the next intra frame.</summary>
public sealed class UdpFaultTests : IDisposable
{
    private const int Enough = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-udp");

    [RtspTheory]
    [InlineData(0.2, 0, 0)]
    [InlineData(0, 0.2, 0)]
    [InlineData(0, 0, 0.05)]
    public async Task RunAsync_UdpPackets_CostNoMoreThanTheyMust(double exchanges, double doubles, double loses)
    {
        var clip = await TestClip.MakeAsync(_folder.FullName, 1, size: "640x480");
        await using var server = await RtspServer.StartAsync(clip.Path);
        await using var relay = new UdpRelay(server.Port);
        var seen = new PictureWatch.Seen { Clips = [clip] };
        await using var input = new LiveInput(string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{relay.Port}/camera"),
            static c => c with { Transport = RtspTransport.Udp }) { Look = frame => seen.Add(frame, TimeProvider.System.GetUtcNow()) };
        input.Start();
        await input.FramesAsync(Enough);

        (relay.Exchanges, relay.Doubles, relay.Loses) = (exchanges, doubles, loses);
        await input.UntilAsync(() => relay.Struck > 10 && (loses == 0 || (input.Counts.LostPackets > 0 && input.Ledger[Outcome.AwaitingKeyframe] > 0)));
        (relay.Exchanges, relay.Doubles, relay.Loses) = (0, 0, 0);
        await input.FramesAsync(input.Frames.Count + Enough);

        Assert.Equal(0, input.Source.Status.Reconnects);
        if (doubles > 0)
        {
            // FFmpeg appends a fragment that comes twice to its picture twice, and does not always notice: the next intra frame mends it.
            var before = seen.Foreign;
            await input.FramesAsync(input.Frames.Count + Enough);
            Assert.Equal(before, seen.Foreign);
            return;
        }

        Assert.Equal(0, seen.Foreign);
        if (loses > 0) return;
        Assert.Equal((0L, 0L, 0L), (input.Counts.LostPackets, input.Ledger[Outcome.AwaitingKeyframe], input.Ledger[Outcome.Corrupt]));
        Assert.Equal(0, seen.Gaps);
    }

    public void Dispose() => _folder.Delete(true);
}
