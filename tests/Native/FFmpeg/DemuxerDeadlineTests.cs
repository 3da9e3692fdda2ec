using Sluice.Native.FFmpeg;
using Sluice.Tests;

namespace Sluice.Native.Tests.FFmpeg;

/// <summary>Servers that accept and then do next to nothing must not hold a reader.</summary>
public sealed class DemuxerDeadlineTests
{
    private static readonly DemuxerOptions Short = new()
    {
        OpenTimeout = TimeSpan.FromMilliseconds(500),
        ReadTimeout = TimeSpan.FromMilliseconds(500),
    };

    [Theory, InlineData("rtsp"), InlineData("http")]
    public async Task Open_OfAServerThatNeverAnswers_TimesOut(string scheme)
    {
        await using var server = FakeServer.Silent();

        var fault = Assert.Throws<AvException>(() => Demuxer.Open($"{scheme}://viewer:s3cret@127.0.0.1:{server.Port}/one", Short));

        Assert.True(fault.IsTimeout);
        Assert.Contains("timeout: no answer within 0.5 s", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfATricklingServer_TimesOut()
    {
        await using var server = FakeServer.Trickling([], TimeSpan.FromSeconds(1));

        var fault = Assert.Throws<AvException>(() => Demuxer.Open($"http://127.0.0.1:{server.Port}/one.ts", Short));

        Assert.True(fault.IsTimeout);
    }

    [DataFact]
    public async Task TryRead_FromAServerThatStartsToTrickle_TimesOut()
    {
        var start = (await File.ReadAllBytesAsync(Repository.Video("bbb-vp8-720p.webm")))[..600_000];
        await using var server = FakeServer.Trickling(start, TimeSpan.FromSeconds(1));
        using var demuxer = Demuxer.Open($"http://127.0.0.1:{server.Port}/one.webm", Short with { OpenTimeout = TimeSpan.FromSeconds(20) });
        using var packet = new AvPacket();
        var packets = 0;

        var fault = Assert.Throws<AvException>(() =>
        {
            while (demuxer.TryRead(packet) == ReadResult.Packet) packets++;
        });

        Assert.True(fault.IsTimeout);
        Assert.Equal("av_read_frame", fault.Call);
        Assert.True(packets > 0);
    }

    [Fact]
    public async Task Open_CancelledWhileItBlocks_IsCancelled()
    {
        await using var server = FakeServer.Silent();
        using var cancel = new CancellationTokenSource();
        var opening = Task.Run(() => Demuxer.Open($"http://127.0.0.1:{server.Port}/one", Short with { OpenTimeout = TimeSpan.Zero }, cancel.Token));

        await server.Met;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }
}
