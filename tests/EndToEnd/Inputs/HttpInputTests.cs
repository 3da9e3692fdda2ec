using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Scene;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Inputs;

public sealed class HttpInputTests : IDisposable
{
    private const int Frames = 75;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-http");

    [FFmpegFact]
    public async Task RunAsync_HlsThatGoesOn_DecodesInRealTimeAndDropsNothing()
    {
        // The playlist grows while it is read, as a live one does.
        await FFmpegProgram.RunAsync("-i", Clip(), "-c", "copy", "-f", "hls", "-hls_time", "1", "-hls_list_size", "0", InFolder("all.m3u8"));
        var lines = await File.ReadAllLinesAsync(InFolder("all.m3u8"));
        var head = lines.TakeWhile(static line => !line.StartsWith("#EXTINF", StringComparison.Ordinal)).ToArray();
        var segments = lines.Where(static line => line.Length > 0 && line[0] != '#').Zip(lines.Where(static l => l.StartsWith("#EXTINF", StringComparison.Ordinal))).ToArray();
        var asked = 0;
        await using var server = await FileServer.StartAsync(app =>
        {
            app.MapGet("/live.m3u8", () => Results.Text(string.Join('\n', head.Concat(segments.Take(1 + Interlocked.Increment(ref asked))
                .SelectMany(static s => new[] { s.Second, s.First }))) + "\n", "application/vnd.apple.mpegurl"));
            app.MapGet("/{name}", (string name) => Results.File(InFolder(name), "video/mp2t"));
        });
        await using var input = new LiveInput($"{server.Url}/live.m3u8").Start();

        await input.FramesAsync(50);

        Assert.True(segments.Length >= 2);
        Assert.Equal(0, input.Ledger[Outcome.Dropped]);
        Assert.Equal(SourceState.Running, input.Source.Status.State);
    }

    [FFmpegFact]
    public async Task RunAsync_MpegTsWithoutLength_DecodesAndComesAgainAfterTheEnd()
    {
        await FFmpegProgram.RunAsync("-i", Clip(), "-c", "copy", "-f", "mpegts", InFolder("one.ts"));
        var bytes = await File.ReadAllBytesAsync(InFolder("one.ts"));
        await using var server = await FileServer.StartAsync(app => app.MapGet("/live", context => FileServer.WritePacedAsync(context, bytes, passes: 1)));
        await using var input = new LiveInput($"{server.Url}/live").Start();

        await input.FramesAsync(Frames + 20);

        Assert.True(input.Counts.Losses[FaultReason.StreamEnded] >= 1);
        Assert.True(input.Frames.Count > Frames);
    }

    [FFmpegFact]
    public async Task RunAsync_TimesJumpAndGoBack_AreRepairedAndFlagged()
    {
        await FFmpegProgram.RunAsync("-i", Clip(), "-c", "copy", "-f", "mpegts", InFolder("one.ts"));
        await FFmpegProgram.RunAsync("-i", Clip(), "-c", "copy", "-output_ts_offset", "7200", "-f", "mpegts", InFolder("later.ts"));
        var one = await File.ReadAllBytesAsync(InFolder("one.ts"));
        byte[] bytes = [.. one, .. await File.ReadAllBytesAsync(InFolder("later.ts")), .. one];
        await using var server = await FileServer.StartAsync(app => app.MapGet("/live", context => FileServer.WritePacedAsync(context, bytes, passes: 1)));
        await using var input = new LiveInput($"{server.Url}/live").Start();

        await input.UntilAsync(() => input.Counts.Losses.ContainsKey(FaultReason.StreamEnded));
        var frames = input.Frames.TakeWhile(static (frame, i) => i == 0 || frame.Pts != null).Take(2 * Frames).ToList();

        Assert.Contains(frames, static f => f.TimeRepair == TimeRepair.Jump);
        Assert.Contains(frames, static f => f.TimeRepair == TimeRepair.Offset);
        Assert.All(frames.Zip(frames.Skip(1)), static pair => Assert.InRange((pair.Second.PtsSeconds - pair.First.PtsSeconds)!.Value, 1e-6, 12));
        Assert.Contains(frames, static f => f.Pts > 7200 * 90_000L);
        Assert.True(input.Counts.TimeRepairs >= 1);
    }

    [FFmpegFact]
    public async Task RunAsync_NoIntraFrameComes_IsOpenedAgainWithThatReason()
    {
        // What is left without its intra frames are pictures that refer to nothing.
        await FFmpegProgram.RunAsync("-i", Clip(), "-c", "copy", "-bsf:v", "h264_mp4toannexb,filter_units=remove_types=5", "-f", "mpegts", InFolder("none.ts"));
        var bytes = await File.ReadAllBytesAsync(InFolder("none.ts"));
        await using var server = await FileServer.StartAsync(app => app.MapGet("/live", context => FileServer.WritePacedAsync(context, bytes, passes: 1000)));
        await using var input = new LiveInput($"{server.Url}/live", static c => c with { Timeout = TimeSpan.FromSeconds(1) }).Start();

        await input.UntilAsync(() => input.Counts.Losses.ContainsKey(FaultReason.NoIntraFrame));

        Assert.Empty(input.Frames);
        Assert.True(input.Ledger[Outcome.AwaitingKeyframe] > 10);
    }

    [FFmpegFact]
    public async Task RunAsync_StreamThatOnlyFails_IsQuarantinedAsADecoderStorm()
    {
        // Intra frames alone, with their contents blotted out behind the headers.
        await FFmpegProgram.RunAsync("-i", Clip(), "-c:v", "libx264", "-g", "1", "-f", "h264", InFolder("bad.h264"));
        var bytes = await File.ReadAllBytesAsync(InFolder("bad.h264"));
        for (var at = 0; at + 100 < bytes.Length; at++)
            if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1 && (bytes[at + 3] & 31) == 5) bytes.AsSpan(at + 14, 60).Fill(0x55);
        await using var server = await FileServer.StartAsync(app => app.MapGet("/live.h264", context => FileServer.WritePacedAsync(context, bytes, passes: 1000)));
        await using var input = new LiveInput($"{server.Url}/live.h264").Start();

        await input.UntilAsync(() => input.Source.Status.State == SourceState.Quarantined);

        Assert.Equal((FaultReason.DecoderStorm, FaultSide.Camera), (input.Source.Status.Reason, input.Source.Status.Side));
        Assert.Equal(1, input.Counts.DecoderOpenings);
        Assert.Empty(input.Frames);
    }

    [FFmpegFact]
    public async Task RunAsync_MjpegOverMultipart_Decodes()
    {
        await FFmpegProgram.RunAsync("-i", Clip(), "-frames:v", "10", InFolder("%02d.jpg"));
        var pictures = Directory.GetFiles(_folder.FullName, "*.jpg").Order().Select(File.ReadAllBytes).ToList();
        await using var server = await FileServer.StartAsync(app => app.MapGet("/mjpeg",
            context => FileServer.WriteMultipartAsync(context, pictures, TimeSpan.FromMilliseconds(20))));
        await using var input = new LiveInput($"{server.Url}/mjpeg").Start();

        await input.FramesAsync(20);

        Assert.All(input.Frames, static frame => Assert.True(frame.IsIntra));
    }

    [Fact]
    public async Task RunAsync_FileOverHttp_EndsAfterItsLastFrame()
    {
        var clip = Clip();
        await using var server = await FileServer.StartAsync(app => app.MapGet("/one.mp4", () => Results.File(clip, "video/mp4", enableRangeProcessing: true)));
        await using var input = new LiveInput($"{server.Url}/one.mp4").Start();

        await input.EndAsync();

        Assert.Equal((Frames, SourceState.Ended), (input.Frames.Count, input.Source.Status.State));
        Assert.Null(input.Source.Status.LastError);
    }

    [Theory]
    [InlineData(401, FaultReason.Unauthorized, FaultSide.Camera)]
    [InlineData(403, FaultReason.Unauthorized, FaultSide.Camera)]
    [InlineData(404, FaultReason.NotFound, FaultSide.Camera)]
    [InlineData(500, FaultReason.ServerError, FaultSide.Camera)]
    public async Task RunAsync_ServerAnswersWithAnError_SaysWhich(int status, FaultReason reason, FaultSide side)
    {
        await using var server = await FileServer.StartAsync(app => app.MapGet("/one", () => Results.StatusCode(status)));
        await using var input = new LiveInput($"{server.Url}/one").Start();

        await input.UntilAsync(() => input.Counts.Losses.GetValueOrDefault(reason) > 0);

        Assert.Equal((reason, side), (input.Source.Status.Reason, input.Source.Status.Side));
    }

    [Fact]
    public async Task RunAsync_LastingFault_IsQuarantinedAndRecoversByItself()
    {
        var clip = Clip();
        var asked = 0;
        await using var server = await FileServer.StartAsync(app => app.MapGet("/one.mp4",
            () => Interlocked.Increment(ref asked) <= 5 ? Results.NotFound() : Results.File(clip, "video/mp4", enableRangeProcessing: true)));
        await using var input = new LiveInput($"{server.Url}/one.mp4", static c => c with { BackoffMax = TimeSpan.FromMilliseconds(300) }).Start();

        await input.UntilAsync(() => input.Source.Status.State == SourceState.Quarantined);
        await input.FramesAsync(10);

        Assert.Equal(5, input.Counts.Losses[FaultReason.NotFound]);
    }

    [Fact]
    public async Task RunAsync_NobodyListens_IsRefused()
    {
        await using var input = new LiveInput($"http://127.0.0.1:{FreePort.Take()}/").Start();

        await input.UntilAsync(() => input.Counts.Losses.ContainsKey(FaultReason.Refused));
    }

    [FFmpegFact]
    public async Task RunAsync_MpegTsByUdp_Decodes()
    {
        var port = FreePort.Take();
        var clip = Clip();
        await using var input = new LiveInput(string.Create(CultureInfo.InvariantCulture, $"udp://127.0.0.1:{port}")).Start();
        using var sender = FFmpegProgram.Start("-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "mpegts",
            string.Create(CultureInfo.InvariantCulture, $"udp://127.0.0.1:{port}?pkt_size=1316"));
        try
        {
            await input.FramesAsync(20);
        }
        finally
        {
            sender.Kill();
            await sender.WaitForExitAsync();
        }
    }

    public void Dispose() => _folder.Delete(true);

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private string Clip()
    {
        var path = InFolder("clip.mp4");
        if (!File.Exists(path))
            SceneClipWriter.Write(new SceneOptions { WidthPx = 320, HeightPx = 180, Duration = TimeSpan.FromSeconds(Frames / 25.0) }, path, encoder: new() { Crf = 24, GopSize = 25 });
        return path;
    }
}
