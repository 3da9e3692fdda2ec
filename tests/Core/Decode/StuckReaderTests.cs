using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Tests.Decode;

/// <summary>A native call that never comes back costs a thread at most a few times, and never the source.</summary>
public sealed class StuckReaderTests
{
    private static readonly SourceConfig Camera = new()
    {
        Id = "cam", Uri = "rtsp://127.0.0.1:1/", Kind = SourceKind.Rtsp,
        Timeout = TimeSpan.FromMilliseconds(60), Backoff = TimeSpan.FromMilliseconds(5), BackoffMax = TimeSpan.FromMilliseconds(10),
    };

    [Fact]
    public async Task RunAsync_CallsThatHang_LeavesTwoBehindThenQuarantinesUntilOneComesBack()
    {
        using var hanging = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var opened = 0;
        await using var harness = new SourceHarness(Camera, static () => [new("rtsp://127.0.0.1:1/", null, null)], isCamera: true,
            opener: (url, options, token) =>
            {
                if (Interlocked.Increment(ref opened) <= 3) hanging.Wait(CancellationToken.None);
                return Demuxer.Open(url, options, token);
            }, grace: TimeSpan.FromMilliseconds(60));
        var running = harness.RunAsync(stop.Token);

        await UntilAsync(() => harness.Source.Status.State == SourceState.Quarantined);
        Assert.Equal((3L, FaultReason.CallStuck, FaultSide.Host),
            (harness.Source.Counts.StuckCalls, harness.Source.Status.Reason, harness.Source.Status.Side));
        Assert.Equal(3, opened);

        // The server refuses, which is a sign of life.
        hanging.Release(3);
        await UntilAsync(() => harness.Source.Counts.Losses.ContainsKey(FaultReason.Refused));
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(SourceState.Ended, harness.Source.Status.State);
    }

    [Fact]
    public async Task RunAsync_ToldToStopWhileACallHangs_Ends()
    {
        using var hanging = new SemaphoreSlim(0);
        using var inside = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        await using var harness = new SourceHarness(Camera with { Timeout = TimeSpan.FromSeconds(30) },
            static () => [new("rtsp://127.0.0.1:1/", null, null)], isCamera: true,
            opener: (url, options, token) =>
            {
                inside.Set();
                hanging.Wait(CancellationToken.None);
                return Demuxer.Open(url, options, token);
            }, grace: TimeSpan.FromMilliseconds(60));
        var running = harness.RunAsync(stop.Token);
        inside.Wait(TimeSpan.FromSeconds(30));

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((SourceState.Ended, FaultReason.CallStuck), (harness.Source.Status.State, harness.Source.Status.Reason));
        hanging.Release();
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!reached()) await Task.Delay(5, patience.Token);
    }
}
