using Sluice.Abstractions;
using Sluice.Core.Sinks.ClickHouse;
using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Tests.Sinks;

[Collection(StoreCollection.Name)]
public sealed class KeyframeReportRowsTests(StoreFixture store)
{
    [ServerFact("libchdb.so")]
    public async Task Tell_PeriodOver_IsARowOnce()
    {
        var services = new Services();
        using var fixture = new SinkFixture { Services = services };
        using var client = await store.ClientAsync("reports");
        var sink = (IFrameStage)new ClickHouseFactory().Create(
            fixture.Context("gate"), (object)new ClickHouseOptions { Url = $"{(await store.StartAsync()).Url}reports", FlushTimeout = TimeSpan.FromMinutes(2) });
        await sink.StartAsync(default);
        var all = new FrameTally();
        all.Add("car", 0.55, 0.02);
        all.Hour[13] = 7;
        var report = new KeyframeReport
        {
            Engine = "box-01",
            Stage = "pick",
            Period = new()
            {
                Source = "gate",
                From = SinkFixture.Noon,
                To = SinkFixture.Noon.AddHours(1),
                Offered = 18000,
                Outcomes = new Dictionary<string, long> { ["merged"] = 17940, ["archived"] = 60 },
                Rho = 0.05,
                Triggers = [new("band", 2, 5)],
                Duplicates = [new("gate", "yard", 3)],
            },
            All = all,
            ArchiveDivergence = new Dictionary<string, double> { ["class"] = 0.25 },
            Surprising = [new("bus, large", 9.5, "gate/x/y")],
        };
        services.Reports.Tell(report);
        await sink.DisposeAsync();

        Assert.Equal(
            "gate\t2026-01-31 13:00:00.000\t18000\t60\t0.05\t0.25\t7\t1\t[2,5]\t3\tbus, large\t9.5\n",
            await client.ExecuteAsync(
                "SELECT source, period_to, offered, outcomes['archived'], rho, archive_divergence['class'], histograms['all.hour'][14], classes['all']['car'], "
                + "triggers['band'], duplicates['yard'], surprising[1], surprising_bits[1] FROM keyframe_reports", default));
    }

    private sealed class Services : IServiceProvider
    {
        private readonly FakeEngine _engine = new();

        public KeyframeReports Reports { get; } = new();

        public object? GetService(Type serviceType) => serviceType == typeof(KeyframeReports) ? Reports : _engine.GetService(serviceType);
    }
}
