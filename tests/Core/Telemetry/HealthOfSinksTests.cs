using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Telemetry;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Telemetry;

/// <summary>A real sink whose server is down; only the monitor's clock is the test's.</summary>
public sealed class HealthOfSinksTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-health");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public async Task Report_ClickHouseServerThatIsDown_IsNotReadyWhileTheSpoolGrows()
    {
        var options = new ClickHouseOptions
        {
            Url = $"http://127.0.0.1:{FreePort.Take()}/",
            BatchAge = TimeSpan.FromMilliseconds(100),
            FlushTimeout = TimeSpan.FromMilliseconds(100),
            Spool = new() { Path = _folder.FullName },
        };
        var graph = new TestGraph { Stays = true }
            .Source("gate", new() { Frames = int.MaxValue, Live = true, Before = static async (_, stop) => await Task.Delay(1, stop) })
            .Stage("store", new ClickHouseFactory(), options, TestGraph.From("*"));
        await using var live = new LiveGraph(graph);
        await live.StartAsync();
        var time = new ManualTime();
        using var monitor = new HealthMonitor(live.Engine.Snapshot, time);
        await LiveGraph.UntilAsync(() => live.Engine.Snapshot().Stages[0].Sink is { Spooled: > 0 });
        var before = live.Engine.Snapshot().Stages[0].Sink!.Value;
        // The sink's own first row is in the spool before the source has given a frame.
        await LiveGraph.UntilAsync(() => monitor.Report().IsReady);

        await LiveGraph.UntilAsync(() => live.Engine.Snapshot().Stages[0].Sink!.Value.Spooled > before.Spooled);
        time.Advance(HealthMonitor.MostStandstill + TimeSpan.FromSeconds(1));
        var report = monitor.Report();

        Assert.Matches("^sink 'store': nothing was acknowledged for 61 s; [0-9,]+ wait, [0-9,]+ of them in the spool$", Assert.Single(report.Reasons));
        var sink = Assert.Single(report.Sinks);
        Assert.True(sink.Counts.SpoolBytes > 0 && sink.Counts.SpoolLimitBytes > 0 && sink.Counts.SpoolOldest > TimeSpan.Zero);
        await live.StopAsync();
    }
}
