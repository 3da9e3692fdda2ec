using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Scene;
using Sluice.EndToEnd.Tests.Servers;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Inputs;

/// <summary>Inputs over the network that are no RTSP in plain: the other side is FFmpeg's program, or TLS before the RTSP server.</summary>
public sealed class NetworkInputTests : IDisposable
{
    private const int Enough = 20;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-network");

    [FFmpegFact]
    public async Task RunAsync_SrtListener_Decodes()
    {
        var port = FreePort.Take();
        await DecodesAsync($"srt://127.0.0.1:{Text(port)}", "mpegts", $"srt://127.0.0.1:{Text(port)}?mode=listener");
    }

    [FFmpegFact]
    public async Task RunAsync_SrtCaller_DecodesWhatIsSentToTheEngine()
    {
        var port = FreePort.Take();
        await DecodesAsync($"srt://127.0.0.1:{Text(port)}?mode=listener", "mpegts", $"srt://127.0.0.1:{Text(port)}");
    }

    [FFmpegFact]
    public async Task RunAsync_RtmpServer_Decodes()
    {
        var port = FreePort.Take();
        await DecodesAsync($"rtmp://127.0.0.1:{Text(port)}/live/cam", "flv", $"rtmp://127.0.0.1:{Text(port)}/live/cam", "-listen", "1");
    }

    [FFmpegFact]
    public async Task RunAsync_Rtmps_Decodes()
    {
        var port = FreePort.Take();
        await using var front = new TlsFront(port);
        await DecodesAsync($"rtmps://127.0.0.1:{Text(front.Port)}/live/cam", "flv", $"rtmp://127.0.0.1:{Text(port)}/live/cam", "-listen", "1");

        Assert.True(front.Greeted > 0);
    }

    [FFmpegFact]
    public async Task RunAsync_RtmpPublisher_DecodesWhatIsSentToTheEngine()
    {
        var url = $"rtmp://127.0.0.1:{Text(FreePort.Take())}/live/cam";
        await DecodesAsync(url, "flv", url, new Dictionary<string, string> { ["listen"] = "1" });
    }

    [FFmpegFact]
    public async Task RunAsync_UdpMulticast_Decodes()
    {
        // One group and port for sender and receiver; the loopback interface carries it where it is told to.
        var group = $"udp://239.255.77.{Text(Random.Shared.Next(1, 255))}:{Text(FreePort.Take())}";
        await DecodesAsync($"{group}?localaddr=127.0.0.1", "mpegts", $"{group}?pkt_size=1316&localaddr=127.0.0.1&ttl=1");
    }

    [RtspFact]
    public async Task RunAsync_Rtsps_Decodes()
    {
        await using var server = await RtspServer.StartAsync(Clip());
        await using var front = new TlsFront(server.Port);
        await using var input = new LiveInput($"rtsps://127.0.0.1:{Text(front.Port)}/camera").Start();

        await input.FramesAsync(Enough);

        Assert.Equal(1, front.Greeted);
        Assert.Equal(0, input.Ledger[Outcome.Corrupt]);
    }

    [RtspFact]
    public async Task RunAsync_RtspsWithoutTlsThere_SaysThatTlsFailed()
    {
        await using var server = await RtspServer.StartAsync(Clip());
        await using var input = new LiveInput($"rtsps://127.0.0.1:{Text(server.Port)}/camera", static c => c with { Timeout = TimeSpan.FromSeconds(3) }).Start();

        await input.UntilAsync(() => input.Source.Status.LastError != null);

        Assert.Contains(input.Source.Status.Reason, new[] { FaultReason.TlsFailed, FaultReason.OpenTimeout });
        Assert.Empty(input.Frames);
    }

    public void Dispose() => _folder.Delete(true);

    private Task DecodesAsync(string from, string format, string to, params string[] with) => DecodesAsync(from, format, to, null, with);

    private async Task DecodesAsync(string from, string format, string to, Dictionary<string, string>? options, params string[] with)
    {
        var clip = Clip();
        await using var input = new LiveInput(from, c => options == null ? c : c with { Options = options });
        input.Start();
        using var stop = new CancellationTokenSource();

        // Whoever calls comes too early now and then, and calls again; so does the source.
        var sending = SendAsync(["-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", format, .. with, to], stop.Token);
        try
        {
            await input.FramesAsync(Enough);
        }
        finally
        {
            await stop.CancelAsync();
            await sending;
        }

        var times = input.Frames.Select(static frame => frame.PtsSeconds!.Value).ToList();
        Assert.All(times.Zip(times.Skip(1)), static pair => Assert.True(pair.Second > pair.First));
        Assert.Equal((320, 180), input.Size);
    }

    private static async Task SendAsync(string[] arguments, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var sender = FFmpegProgram.Start(arguments);
            var errors = sender.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await sender.WaitForExitAsync(stop);
                await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
            }
            catch (OperationCanceledException)
            {
                if (!sender.HasExited) sender.Kill();
                await sender.WaitForExitAsync(CancellationToken.None);
            }

            await errors;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Clip()
    {
        var path = Path.Combine(_folder.FullName, "clip.mp4");
        if (!File.Exists(path))
            SceneClipWriter.Write(new SceneOptions { WidthPx = 320, HeightPx = 180, Duration = TimeSpan.FromSeconds(4) }, path, encoder: new() { Crf = 24, GopSize = 25 });
        return path;
    }
}
