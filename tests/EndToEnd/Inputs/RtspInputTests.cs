using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Scene;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.EndToEnd.Tests.Servers;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Inputs;

public sealed class RtspInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-rtsp-input");

    [RtspFact]
    public async Task RunAsync_EachTransport_Decodes()
    {
        await using var server = await RtspServer.StartAsync(Clip());
        foreach (var transport in new[] { RtspTransport.Tcp, RtspTransport.Udp, RtspTransport.Http })
        {
            await using var input = new LiveInput(server.Url, c => c with { Transport = transport }).Start();
            await input.FramesAsync(10);
            Assert.Equal(0, input.Ledger[Outcome.Corrupt]);
        }
    }

    [RtspFact]
    public async Task RunAsync_SenderReports_SayWhenFramesWereTaken()
    {
        await using var server = await RtspServer.StartAsync(Clip());
        await using var input = new LiveInput(server.Url).Start();
        await input.UntilAsync(() => input.Frames.Any(static f => f.CaptureClock == CaptureClock.SenderReport));
        await input.FramesAsync(input.Frames.Count + 10);

        // The server's clock is this machine's.
        var taken = input.Frames.Where(static f => f.CaptureClock == CaptureClock.SenderReport).ToList();
        Assert.All(taken, static f => Assert.False(f.CaptureTimeIsArrival));
        for (var i = 1; i < taken.Count; i++)
        {
            var between = taken[i].CapturedAt - taken[i - 1].CapturedAt;
            Assert.Equal((taken[i].PtsSeconds - taken[i - 1].PtsSeconds)!.Value, between.TotalSeconds, 2);
        }

        Assert.InRange((TimeProvider.System.GetUtcNow() - taken[^1].CapturedAt).TotalSeconds, -10, 60);
        Assert.Equal(0, input.Counts.RefusedClocks);
    }

    [RtspFact]
    public async Task RunAsync_RtpTimesBeginAgain_NothingIsNoticed()
    {
        // As they do every half day.
        var wrap = TimeSpan.FromSeconds(5);
        await using var server = await RtspServer.StartAsync(Clip(), wrap: wrap);
        await using var input = new LiveInput(server.Url).Start();
        await input.UntilAsync(() => input.Frames.Any(static f => f.CaptureClock == CaptureClock.SenderReport));
        await input.FramesAsync(input.Frames.Count + (int)(2 * wrap.TotalSeconds * 25));

        // Frames are shown in another order than they are read in, so the first ones with a report's time are not the first ones after it.
        var frames = input.Frames.SkipWhile(static f => f.CaptureClock != CaptureClock.SenderReport).Skip(5).ToList();
        Assert.All(frames, static f => Assert.Equal((CaptureClock.SenderReport, TimeRepair.None), (f.CaptureClock, f.TimeRepair)));
        for (var i = 1; i < frames.Count; i++) Assert.Equal(0.04, (frames[i].PtsSeconds - frames[i - 1].PtsSeconds)!.Value, 2);
        Assert.Equal(0, input.Counts.RefusedClocks);
    }

    [RtspFact]
    public async Task RunAsync_SenderReportsHoursOff_AreRefusedAndArrivalCounts()
    {
        await using var server = await RtspServer.StartAsync(Clip());
        await using var proxy = new FaultProxy(server.Port);
        proxy.Set(new(FaultKind.WrongClock) { Time = TimeSpan.FromHours(-7) });
        await using var input = new LiveInput($"rtsp://127.0.0.1:{proxy.Port}/camera").Start();

        await input.UntilAsync(() => input.Counts.RefusedClocks > 0);
        await input.FramesAsync(input.Frames.Count + 5);

        Assert.All(input.Frames, static f => Assert.Equal((CaptureClock.Arrival, true), (f.CaptureClock, f.CaptureTimeIsArrival)));
    }

    [RtspFact]
    public async Task RunAsync_PacketsLostOnTheWay_CountsThemAndAwaitsAnIntraFrame()
    {
        await using var server = await RtspServer.StartAsync(Clip());
        await using var proxy = new FaultProxy(server.Port);
        await using var input = new LiveInput($"rtsp://127.0.0.1:{proxy.Port}/camera").Start();
        await input.FramesAsync(10);

        proxy.Set(new(FaultKind.Drop) { Rate = 0.05 });
        await input.UntilAsync(() => input.Counts.LostPackets > 3 && input.Ledger[Outcome.AwaitingKeyframe] > 0);
        proxy.Set(Fault.None);
        await input.FramesAsync(input.Frames.Count + 10);

        Assert.Equal(0, input.Source.Status.Reconnects);
    }

    [RtspFact]
    public async Task RunAsync_ServerBeginsToTrickle_TimesOutAndComesBack()
    {
        await using var server = await RtspServer.StartAsync(Clip());
        await using var proxy = new FaultProxy(server.Port);
        await using var input = new LiveInput($"rtsp://127.0.0.1:{proxy.Port}/camera", static c => c with { Timeout = TimeSpan.FromSeconds(2) }).Start();
        await input.FramesAsync(10);

        proxy.Set(new(FaultKind.Trickle));
        await input.UntilAsync(() => input.Counts.Losses.ContainsKey(FaultReason.ReadTimeout));
        Assert.True(input.Counts.Stalls > 0);
        await input.UntilAsync(() => input.Counts.Losses.ContainsKey(FaultReason.OpenTimeout));
        proxy.Set(Fault.None);
        await input.FramesAsync(input.Frames.Count + 10);
    }

    [RtspFact]
    public async Task RunAsync_Gated_TellsActivityThoughTheFirstPacketHasNoTime()
    {
        await using var server = await RtspServer.StartAsync(Clip());
        await using var input = new LiveInput(server.Url, static c => c with { Gate = new() }).Start();

        await input.FramesAsync(2 * 25);

        Assert.NotEqual(GateState.Blind, input.Counts.Gate!.State);
        Assert.True(input.Counts.Gate.Packets > 25);
        var indices = input.Frames.Select(static f => f.Index).ToList();
        Assert.Equal(indices.Distinct().Order(), indices);
        Assert.Equal(0, indices[0]);
    }

    [RtspTheory, InlineData("basic"), InlineData("digest")]
    public async Task RunAsync_PasswordWithSpecialCharacters_LogsIn(string auth)
    {
        await using var server = await RtspServer.StartAsync(Clip(), login: "viewer:a@b/c:d?e", auth: auth);
        await using var input = new LiveInput(server.Url.Replace("rtsp://", "rtsp://viewer:a%40b%2Fc%3Ad%3Fe@", StringComparison.Ordinal)).Start();

        await input.FramesAsync(5);
    }

    public void Dispose() => _folder.Delete(true);

    private string Clip()
    {
        var path = Path.Combine(_folder.FullName, "camera.mp4");
        if (!File.Exists(path))
            SceneClipWriter.Write(new SceneOptions { WidthPx = 320, HeightPx = 180, Duration = TimeSpan.FromSeconds(8) }, path, encoder: new() { Crf = 24, GopSize = 25 });
        return path;
    }
}
