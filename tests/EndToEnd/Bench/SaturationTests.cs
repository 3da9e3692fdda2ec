using Sluice.Host.Bench.Capacity;

namespace Sluice.EndToEnd.Tests.Bench;

public sealed class SaturationTests
{
    private static readonly double Cores = Environment.ProcessorCount;

    [Fact]
    public void LimitedBy_ModelBusyAllTheTimeAndFramesLostBeforeIt_IsInference()
        => Assert.Equal("inference: detect", LimitedBy(Tick(1) with { Stages = [Stage("detect", busy: 9.8, lost: 100)] }));

    [Fact]
    public void LimitedBy_ModelBusyButNothingWaits_IsNotSaid()
        => Assert.Null(LimitedBy(Tick(1) with { Stages = [Stage("detect", busy: 9.8, lost: 0)] }));

    [Fact]
    public void LimitedBy_CoresSpentOnDecodingAndPacketsLost_IsDecode()
        => Assert.Equal("decode", LimitedBy(Tick(Cores) with { Cpu = new() { ["decode"] = Cores * 8 }, Sources = [Source(lostAtDecoder: 50)], Stages = [Stage("detect", 1, 0)] }));

    [Fact]
    public void LimitedBy_SinkThatFallsBehind_IsTheSink()
        => Assert.Equal("sink: store", LimitedBy(Tick(1) with { Stages = [Stage("store", busy: 1, lost: 40) with { Use = "clickhouse", Pending = 900 }] }));

    [Fact]
    public void LimitedBy_ThreadsThatWaitForEachOther_IsALock()
        => Assert.Equal("lock", LimitedBy(Tick(Cores * 0.3) with { LockWaitSeconds = 30, Stages = [Stage("detect", 1, 0)] }));

    [Fact]
    public void LimitedBy_ThreadsThatWaitForEachOtherBesideOtherWork_IsALock()
        => Assert.Equal("lock", LimitedBy(Tick(Cores * 0.1) with { MachineSeconds = Cores * 10, WaitedSeconds = Cores, LockWaitSeconds = 10, Stages = [Stage("strain", busy: 9.9, lost: 100)] }));

    [Fact]
    public void LimitedBy_ThreadsThatStandInLineForCores_IsNoLock()
        => Assert.NotEqual("lock", LimitedBy(Tick(Cores * 0.1) with { MachineSeconds = Cores * 10, WaitedSeconds = Cores * 9, LockWaitSeconds = 10, Stages = [Stage("detect", 1, 0)] }));

    [Fact]
    public void LimitedBy_OtherProgramsTakeTheCores_SaysSo()
        => Assert.Equal(Saturation.Others, LimitedBy(Tick(Cores * 0.3) with { MachineSeconds = Cores * 10, Stages = [Stage("detect", 1, 0)] }));

    [Fact]
    public void LimitedBy_CopiesAndFramesSlowerThanWithFewCameras_IsMemoryBandwidth()
        => Assert.Equal("memory bandwidth", LimitedBy(Tick(Cores * 0.8) with { CopyGigabytesASecond = 2, Stages = [Stage("detect", 1, 0)] }));

    [Fact]
    public void LimitedBy_ArithmeticAsMuchSlower_IsNotMemoryBandwidth()
        => Assert.Null(LimitedBy(Tick(Cores * 0.8) with { CopyGigabytesASecond = 4, CoreSpeed = 200, Sources = [Source(0) with { Delivered = 250 }], Stages = [Stage("detect", 1, 0)] }));

    [Fact]
    public void LimitedBy_GpuInUseAllTheTimeAndModelsSlower_IsTheGpu()
        => Assert.Equal("GPU 0: compute", LimitedBy(Tick(1) with { Gpus = [new(0.99, 0.4, null, null, null)], Stages = [Stage("detect", busy: 8, lost: 0)] }, lightBusy: 2));

    [Fact]
    public void LimitedBy_GpuInUseButModelsAsFastAsEver_IsNotSaid()
        => Assert.Null(LimitedBy(Tick(1) with { Gpus = [new(0.99, 0.4, null, null, null)], Stages = [Stage("detect", busy: 8, lost: 0)] }));

    private static string? LimitedBy(TrialTick last, double? lightBusy = null)
    {
        var light = Tick(Cores * 0.1) with { Stages = [.. last.Stages.Select(stage => stage with { Busy = lightBusy ?? stage.Busy })] };
        return Saturation.LimitedBy(Saturation.Signals(new(8, TrialEnd.Done, [last], null) { Reasons = ["late"] }, new(1, TrialEnd.Done, [light], null), Cores));
    }

    // Ten seconds, 1,000 frames.
    private static TrialTick Tick(double cores) => new(10, cores * 10, [], cores * 10, 1, 0.1, 0.1, 0, 0, 8, [Source(0)], []) { CoreSpeed = 400 };

    private static TrialSource Source(long lostAtDecoder) => new("camera001", 1000, 1000, lostAtDecoder, lostAtDecoder, 0, true, 0.1, 0.1, 0.1);

    private static TrialStage Stage(string id, double busy, long lost) => new(id, "detect", 1000, busy, 1, 0, 0, 10, lost, null);
}
