using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Telemetry;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Telemetry;

public sealed class HealthMonitorTests : IDisposable
{
    private static readonly TimeSpan Long = HealthMonitor.MostStandstill + TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();
    private readonly HealthMonitor _monitor;
    private EngineSnapshot _now;

    public HealthMonitorTests()
    {
        var graph = new TestGraph().Source("front", new() { Live = true }).Source("yard", new() { Live = true })
            .Stage("store", new FakeStage(), TestGraph.From("*"));
        var built = graph.Build().Snapshot();
        _now = built with { State = EngineState.Running, Sources = [.. built.Sources.Select(static s => s with { Status = new(SourceState.Running, 0, null) })] };
        _monitor = new(() => _now, _time);
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void Report_FramesComeAndSinksAcknowledge_IsReady()
    {
        for (var i = 1; i < 10; i++)
        {
            Sources(static s => s with { Arrived = s.Arrived + 10, Outcomes = s.Outcomes.SetItem(Outcome.Published, s.Arrived + 9) });
            Sink(new(i * 10, i * 10 - 3, 0));
            _time.Advance(Long / 2);
        }

        Assert.True(_monitor.Report().IsReady);
    }

    [Fact]
    public void Report_EverySourceStalled_SaysWhich()
    {
        Sources(static s => s with { Status = new(SourceState.Stalled, 2, "nothing came for 10 s") { Reason = FaultReason.ReadTimeout } });

        var report = _monitor.Report();

        Assert.Equal(["source 'front' is stalled (read_timeout, camera side): nothing came for 10 s", "source 'yard' is stalled (read_timeout, camera side): nothing came for 10 s"],
            report.Reasons.ToArray());
    }

    [Fact]
    public void Report_OneSourceDark_IsReadyAndSaysSoOfTheSource()
    {
        _now = _now with { Sources = [_now.Sources[0] with { Status = new(SourceState.Connecting, 0, null) }, _now.Sources[1]] };

        var report = _monitor.Report();

        Assert.True(report.IsReady);
        Assert.Equal(("front", "is connecting: no error"), (report.Sources[0].Id, report.Sources[0].Reason));
        Assert.Null(report.Sources[1].Reason);
    }

    [Fact]
    public void Report_RunningSourcesThatBringNothing_AreNotReady()
    {
        _monitor.Report();
        _time.Advance(Long);

        Assert.Equal(["source 'front' has brought no frame for 61 s", "source 'yard' has brought no frame for 61 s"], _monitor.Report().Reasons.ToArray());
    }

    [Fact]
    public void Report_FramesThatComeAndDoNotGetThrough_AreNotReady()
    {
        for (var i = 0; i < 4; i++)
        {
            _monitor.Report();
            Sources(static s => s with { Arrived = s.Arrived + 7 });
            _time.Advance(Long / 3);
        }

        Assert.Equal("source 'front' has had no frame get through for 81 s; 28 are on their way", _monitor.Report().Reasons[0]);
    }

    [Fact]
    public void Report_SinkWhoseServerIsDown_SaysWhatWaits()
    {
        Sink(new(50, 50, 0));
        _time.Advance(TimeSpan.FromHours(1));
        for (var i = 1; i < 4; i++)
        {
            Sources(static s => s with { Arrived = s.Arrived + 1, Outcomes = s.Outcomes.SetItem(Outcome.Published, s.Arrived + 1) });
            Sink(new(50 + (i * 1000), 50, i * 1000));
            _monitor.Report();
            _time.Advance(TimeSpan.FromSeconds(35));
        }

        Assert.Equal(["sink 'store': nothing was acknowledged for 105 s; 3,000 wait, 3,000 of them in the spool"], _monitor.Report().Reasons.ToArray());
        Sink(new(3050, 51, 2999));
        Assert.True(_monitor.Report().IsReady);
    }

    [Fact]
    public void Report_IdleSinkWithRowsLetGoOf_IsReady()
    {
        Sink(new SinkCounts(50, 40, 0) { Dropped = 10 });
        _monitor.Report();
        Sources(static s => s with { IsLive = false });
        _time.Advance(TimeSpan.FromHours(1));

        Assert.True(_monitor.Report().IsReady);
    }

    [Fact]
    public void Report_StageThatHangs_IsNotReady()
    {
        _now = _now with { Stages = [_now.Stages[0] with { IsHung = true }] };

        Assert.Equal(["stage 'store' hangs"], _monitor.Report().Reasons.ToArray());
    }

    private void Sources(Func<SourceSnapshot, SourceSnapshot> change) => _now = _now with { Sources = [.. _now.Sources.Select(change)] };

    private void Sink(SinkCounts counts) => _now = _now with { Stages = [_now.Stages[0] with { Sink = counts }] };
}
