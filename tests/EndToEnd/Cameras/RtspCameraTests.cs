using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Scene;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Telemetry;
using Sluice.EndToEnd.Tests.Servers;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests.Cameras;

public sealed class RtspCameraTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-rtsp");

    [RtspFact]
    public async Task RunAsync_ServerKilledAndBack_ReconnectsAndAddsUp()
    {
        var clip = Clip();
        await using var camera = new Camera();
        int port;
        Task running;
        await using (var server = await RtspServer.StartAsync(clip))
        {
            port = server.Port;
            running = camera.Start(server.Url);
            await camera.FramesAsync(20);
            Assert.Equal(SourceState.Running, camera.Source.Status.State);
        }

        await camera.UntilAsync(() => camera.Source.Status.State == SourceState.Reconnecting);
        var before = camera.Count;
        await using (await RtspServer.StartAsync(clip, port))
        {
            await camera.FramesAsync(before + 20);
            Assert.True(camera.Source.Status.Reconnects > 0);
            await camera.StopAsync();
            await running.WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(SourceState.Ended, camera.Source.Status.State);
        Assert.Equal(camera.Ledger.Arrived, Enum.GetValues<Outcome>().Where(static o => o != Outcome.None).Sum(o => camera.Ledger[o]));
        Assert.Equal(0, camera.Budget.Outstanding);
    }

    [RtspFact]
    public async Task RunAsync_WrongPassword_KeepsTryingAndNeverShowsIt()
    {
        await using var server = await RtspServer.StartAsync(Clip(), login: "viewer:right");
        await using var camera = new Camera();
        var running = camera.Start(server.Url.Replace("rtsp://", "rtsp://viewer:wr0ng@", StringComparison.Ordinal));
        await camera.UntilAsync(() => camera.Source.Status.LastError != null);
        Assert.DoesNotContain("wr0ng", camera.Source.Status.LastError, StringComparison.Ordinal);
        Assert.Contains("401", camera.Source.Status.LastError, StringComparison.Ordinal);
        await camera.StopAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [RtspFact]
    public async Task RunAsync_RightPassword_DeliversFrames()
    {
        await using var server = await RtspServer.StartAsync(Clip(), login: "viewer:right");
        await using var camera = new Camera();
        var running = camera.Start(server.Url.Replace("rtsp://", "rtsp://viewer:right@", StringComparison.Ordinal));
        await camera.FramesAsync(10);
        await camera.StopAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose() => _folder.Delete(true);

    private string Clip()
    {
        var path = Path.Combine(_folder.FullName, "camera.mp4");
        if (!File.Exists(path)) SceneClipWriter.Write(new SceneOptions { WidthPx = 320, HeightPx = 180, Duration = TimeSpan.FromSeconds(20) }, path);
        return path;
    }

    private sealed class Camera : IStageOutput, IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private long _count;

        public FrameBudget Budget { get; } = new(64 << 20);

        public SourceLedger Ledger { get; } = new("camera", TimeProvider.System);

        public VideoSource Source { get; private set; } = null!;

        public long Count => Interlocked.Read(ref _count);

        public Task Start(string url)
        {
            Source = new VideoSource(new SourceConfig { Id = "camera", Uri = url, Kind = SourceKind.Rtsp, Timeout = TimeSpan.FromSeconds(5) }, new SourceSetup
            {
                Ledger = Ledger,
                Budget = Budget,
                Decoders = TaskScheduler.Default,
                Time = TimeProvider.System,
                Log = NullLogger.Instance,
                BaseDirectory = "/",
                SourceCount = 1,
            }, () => [new(url, null, null)], isCamera: true);
            return Source.RunAsync(this, _stop.Token);
        }

        public Task StopAsync() => _stop.CancelAsync();

        public Task FramesAsync(long count) => UntilAsync(() => Count >= count);

        public async Task UntilAsync(Func<bool> reached)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!reached()) await Task.Delay(20, patience.Token);
        }

        public ValueTask EmitAsync(Frame frame, CancellationToken stop)
        {
            using (frame) frame.Info.Propose(Outcome.Published);
            Interlocked.Increment(ref _count);
            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Source.DisposeAsync();
            _stop.Dispose();
        }
    }
}
