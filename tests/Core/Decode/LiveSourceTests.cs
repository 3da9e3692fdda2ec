using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Scene;

namespace Sluice.Core.Tests.Decode;

/// <summary>A file read as a camera is read: it ends, and is opened again.</summary>
public sealed class LiveSourceTests : IDisposable
{
    private const int Frames = 150;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-live");

    [Fact]
    public async Task RunAsync_GraphDoesNotTakeFrames_DropsAndSaysThatTheHostIsOverloaded()
    {
        using var stop = new CancellationTokenSource();
        var taking = new TaskCompletionSource();
        await using var harness = Camera(onFrame: _ => taking.Task);
        var running = harness.RunAsync(stop.Token);

        // The stand-in for a camera ends and is opened again all the time, which is the next thing its status says.
        SourceStatus seen = harness.Source.Status;
        await UntilAsync(() => (seen = harness.Source.Status).Reason == FaultReason.HostOverload);
        Assert.Equal(FaultSide.Host, seen.Side);
        await UntilAsync(() => harness.Ledger.AtFullDecoder > 0);

        taking.SetResult();
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(harness.Ledger.Arrived, harness.Ended);
    }

    [Fact]
    public async Task RunAsync_StreamThatEnds_IsOpenedAgainWithItsReason()
    {
        using var stop = new CancellationTokenSource();
        await using var harness = Camera();
        var running = harness.RunAsync(stop.Token);

        await UntilAsync(() => harness.Source.Counts.Losses.GetValueOrDefault(FaultReason.StreamEnded) >= 3 && harness.Source.Counts.DecoderOpenings >= 2);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([FaultReason.StreamEnded], harness.Source.Counts.Losses.Keys);
        Assert.True(harness.Source.Counts.DecoderHold.Count > 0);
    }

    [Fact]
    public async Task RunAsync_DeviceThatIsNotThere_IsAFaultOfTheHost()
    {
        using var stop = new CancellationTokenSource();
        await using var harness = new SourceHarness(new SourceConfig
        {
            Id = "cam", Uri = "/dev/video97", Location = "/dev/video97", Kind = SourceKind.Device, Backoff = TimeSpan.FromMilliseconds(5), BackoffMax = TimeSpan.FromMilliseconds(10),
        }, static () => [new("/dev/video97", null, null)], isCamera: true);
        var running = harness.RunAsync(stop.Token);

        await UntilAsync(() => harness.Source.Status.LastError != null);
        Assert.Equal(FaultSide.Host, harness.Source.Status.Side);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose() => _folder.Delete(true);

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!reached()) await Task.Delay(10, patience.Token);
    }

    private SourceHarness Camera(Func<long, Task>? onFrame = null)
    {
        var path = Path.Combine(_folder.FullName, "clip.mp4");
        SceneClipWriter.Write(new SceneOptions { WidthPx = 160, HeightPx = 90, Duration = TimeSpan.FromSeconds(Frames / 25.0) }, path);
        return new(new SourceConfig
        {
            Id = "cam", Uri = path, Kind = SourceKind.File, Backoff = TimeSpan.FromMilliseconds(5), BackoffMax = TimeSpan.FromMilliseconds(20),
        }, () => [new(path, null, null)], isCamera: true, onFrame: onFrame);
    }
}
