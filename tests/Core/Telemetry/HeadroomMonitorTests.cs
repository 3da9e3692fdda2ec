using Sluice.Core.Graph;
using Sluice.Core.Telemetry;
using Sluice.Tests.Graph;

namespace Sluice.Tests.Telemetry;

public sealed class HeadroomMonitorTests : IDisposable
{
    private const double Cores = 4;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private readonly ManualTime _time = new();
    private readonly HeadroomMonitor _monitor;
    private EngineSnapshot _now;
    private TimeSpan _cpu;
    private MachineCpu? _machine;
    private double _waited;

    public HeadroomMonitorTests()
    {
        _now = new TestGraph().Source("front", new() { Live = true }).Stage("detect", new FakeStage(), TestGraph.From("*")).Build().Snapshot();
        _monitor = new(() => _now, _time, () => _cpu, () => _machine, () => _waited, Cores);
        _time.Advance(Look);
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void Current_BeforeTheSecondLook_IsUnknown() => Assert.Null(_monitor.Current);

    [Fact]
    public void Current_ThreeQuartersOfWhatCoresGive_IsAQuarterOfTheCpu()
    {
        _cpu += Look * 2.7;
        _time.Advance(Look);
        Assert.Equal(new Headroom(0.25, "cpu"), _monitor.Current);
    }

    [Fact]
    public void Current_StageOfTwoRunsBusierThanTheCores_NamesTheStage()
    {
        _cpu += Look;
        _now = _now with { Stages = [_now.Stages[0] with { Runs = 2, Busy = Look * 0.9 }] };
        _time.Advance(Look);
        Assert.Equal(new Headroom(0.5, "detect"), _monitor.Current);
    }

    [Theory]
    [InlineData(17.4, 60, 0.5, "two cores are left, and it is given next to nothing more")]
    [InlineData(24, 0, 0.75, "none is left, and it goes first")]
    [InlineData(24, 5.4, 0.5, "none is left, and it is given half of what it asks for")]
    public void Current_OtherProgramsTakeTheCores_IsOfWhatItCanHave(double busy, double waited, double ratio, string why)
    {
        // Half a minute in which nine tenths of one of four cores is this engine's.
        _machine = new(4, TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < 8; i++) _time.Advance(Look);
        _cpu += Look * 5.4;
        _machine = new(4, Look * busy, TimeSpan.Zero);
        _waited = waited * Look.TotalSeconds;
        _time.Advance(Look);
        Assert.True(_monitor.Current is { Resource: "cpu" } now && Math.Abs(now.Ratio - ratio) < 0.01, $"{_monitor.Current}: {why}");
    }

    [Fact]
    public void Current_OneSourceOfManyLosesFrames_IsNothing()
    {
        _now = _now with { Sources = [_now.Sources[0] with { Arrived = 100_000 }, _now.Sources[0] with { Id = "back", Arrived = 1000, Drops = [new("detect<-back", "detect", DropReason.Full, 10)] }] };
        _time.Advance(Look);
        Assert.Equal(new Headroom(0, "detect"), _monitor.Current);
    }

    [Fact]
    public void Current_FramesLostAsTheGraphAsks_IsAsIfNoneWere()
    {
        _now = _now with { Sources = [_now.Sources[0] with { Arrived = 1000, Drops = [new("live<-front", "live", DropReason.Full, 500) { IsPlanned = true }] }] };
        _time.Advance(Look);
        Assert.Equal(new Headroom(1, "cpu"), _monitor.Current);
    }

    [Fact]
    public void Current_NoMemoryForPictures_NamesMemoryAndNotTheDecoder()
    {
        _now = _now with { Sources = [_now.Sources[0] with { Arrived = 1000, Drops = [new("decode<-front", "decode", DropReason.Memory, 10)] }] };
        _time.Advance(Look);
        Assert.Equal(new Headroom(0, "memory"), _monitor.Current);
    }

    [Fact]
    public void Current_OneFrameInAHundredLostInFrontOfAStage_IsNothing()
    {
        Lose("detect", 10);
        Assert.Equal(new Headroom(0, "detect"), _monitor.Current);
    }

    [Fact]
    public void Current_OneFrameInAThousandLost_IsAsIfNoneWere()
    {
        Lose("detect", 1);
        Assert.Equal(new Headroom(1, "cpu"), _monitor.Current);
    }

    [Fact]
    public void Current_MemoryForPicturesNearlySpent_NamesIt()
    {
        _now = _now with { MemoryBytes = 95, MemoryLimitBytes = 100 };
        _time.Advance(Look);
        Assert.Equal(new Headroom(0.05, "memory"), _monitor.Current);
    }

    [Fact]
    public void Current_LoadGone_ForgetsItAfterHalfAMinute()
    {
        Lose("detect", 10);
        for (var i = 0; i < 8; i++) _time.Advance(Look);
        Assert.Equal(new Headroom(1, "cpu"), _monitor.Current);
    }

    private void Lose(string stage, long count)
    {
        _now = _now with { Sources = [_now.Sources[0] with { Arrived = 1000, Drops = [new($"{stage}<-front", stage, DropReason.Full, count)] }] };
        _time.Advance(Look);
    }
}
