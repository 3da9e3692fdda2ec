using System.Diagnostics;
using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Sinks.Media;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Sinks;

/// <summary>Sends video to FFmpeg as the receiving server.</summary>
public sealed class PushTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-push-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ServerFact("ffmpeg")]
    public Task Push_Rtmp_ArrivesAndAgainAfterTheServerWasAway()
        => ArrivesTwiceAsync("rtmp", ["-listen", "1", "-f", "flv"]);

    [ServerFact("ffmpeg")]
    public Task Push_Rtsp_ArrivesAndAgainAfterTheServerWasAway()
        => ArrivesTwiceAsync("rtsp", ["-rtsp_flags", "listen", "-f", "rtsp"]);

    [ServerFact("ffmpeg")]
    public async Task Push_ServerThatTakesNothing_HoldsUpNobody()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        await using var feed = await Feed.StartAsync($"rtsp://viewer:hunter2@127.0.0.1:{port}/gate", _folder);
        using var connection = await silent.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(60));
        while (feed.Counts.Dropped < 100) await Task.Delay(20);
        Assert.Equal(0, feed.Counts.Acknowledged);
        Assert.DoesNotContain("hunter2", feed.Log.ToString(), StringComparison.Ordinal);
    }

    private async Task ArrivesTwiceAsync(string scheme, string[] listen)
    {
        var url = $"{scheme}://127.0.0.1:{FreePort.Take().ToString(CultureInfo.InvariantCulture)}/live";
        await using var feed = await Feed.StartAsync(url, _folder);
        foreach (var name in new[] { "first", "second" })
        {
            var file = Path.Combine(_folder, name + ".mkv");
            using var server = Process.Start(new ProcessStartInfo("ffmpeg",
                ["-hide_banner", "-loglevel", "error", "-nostdin", .. listen, "-i", url, "-frames:v", "40", "-c", "copy", "-y", file])
            {
                RedirectStandardError = true,
            })!;
            var errors = server.StandardError.ReadToEndAsync();
            try
            {
                await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
            }
            catch (TimeoutException)
            {
                server.Kill();
                Assert.Fail($"Nothing arrived. {await errors} {feed.Log}");
            }

            Assert.True(new FileInfo(file) is { Exists: true, Length: > 1000 }, $"{await errors} {feed.Log}");
            using var demuxer = Native.FFmpeg.Demuxer.Open(file);
            Assert.Equal((320, 180), (demuxer.Video.Width, demuxer.Video.Height));
            using var packet = new Native.FFmpeg.AvPacket();
            var packets = 0;
            while (demuxer.TryRead(packet) == Native.FFmpeg.ReadResult.Packet) packets++;
            Assert.InRange(packets, 30, 40);
        }
    }

    /// <summary>A live source at about 50 pictures a second, as long as a test goes on.</summary>
    private sealed class Feed : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly IFrameStage _stage;
        private readonly Task _feeding;

        private Feed(IFrameStage stage, LineLog log)
        {
            (_stage, Log) = (stage, log);
            _feeding = Task.Run(FeedAsync);
        }

        public LineLog Log { get; }

        public SinkCounts Counts => ((ISink)_stage).Counts;

        public static async Task<Feed> StartAsync(string url, string folder)
        {
            var log = new LineLog();
            var board = new SourceBoard();
            board.Set("gate", true, static () => new(SourceState.Running, 0, null));
            var stage = (IFrameStage)new VideoFactory().Create(
                new()
                {
                    Id = "push",
                    Engine = "box-01",
                    BaseDirectory = folder,
                    Sources = ["gate"],
                    Input = Abstractions.StreamContent.Pictures,
                    Log = log,
                    Time = TimeProvider.System,
                    Services = new Services(board),
                },
                new VideoOptions { To = url, Preset = "ultrafast" });
            await stage.StartAsync(default);
            return new(stage, log);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _feeding;
            await _stage.DisposeAsync();
            _stop.Dispose();
        }

        private async Task FeedAsync()
        {
            for (var i = 0L; !_stop.IsCancellationRequested; i++)
            {
                var picture = new HostPicture(320, 180, PixelFormat.Yuv420P);
                for (var plane = 0; plane < 3; plane++) picture.WritablePlane(plane).Fill((byte)(100 + ((i + plane) % 60)));
                using var frame = new Frame(
                    new()
                    {
                        Source = "gate",
                        Id = Guid.CreateVersion7(),
                        Index = i,
                        CapturedAt = TimeProvider.System.GetUtcNow(),
                        ArrivedTimestamp = TimeProvider.System.GetTimestamp(),
                    },
                    picture);
                await _stage.ProcessAsync(frame, NoEmission.Instance, default);
                await Task.Delay(20);
            }
        }
    }

    private sealed class Services(SourceBoard board) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(SourceBoard) ? board : null;
    }

    private sealed class NoEmission : IStageOutput
    {
        public static readonly NoEmission Instance = new();

        public ValueTask EmitAsync(Frame frame, CancellationToken stop) => throw new InvalidOperationException("A sink emitted a frame.");
    }

    private sealed class LineLog : IStageLog
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public void Info(string message) => _lines.Enqueue(message);

        public void Warn(string message) => _lines.Enqueue(message);

        public void Error(string message, Exception? fault = null) => _lines.Enqueue($"{message} {fault}");

        public override string ToString() => string.Join('\n', _lines);
    }
}
