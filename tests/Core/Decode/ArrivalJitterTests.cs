using Sluice.Core.Stages.Decode;
using Sluice.Tests.Graph;

namespace Sluice.Core.Tests.Decode;

public sealed class ArrivalJitterTests
{
    [Fact]
    public void Add_EvenArrivals_IsNone()
    {
        var jitter = new ArrivalJitter(new ManualTime(), new(1, 1000));
        for (var i = 0; i < 100; i++) jitter.Add(i * 40, i * 40 * TimeSpan.TicksPerMillisecond);
        Assert.Equal(0, jitter.Seconds, 9);
    }

    [Fact]
    public void Add_EverySecondPacketLate_ComesNearTheLateness()
    {
        var jitter = new ArrivalJitter(new ManualTime(), new(1, 1000));
        for (var i = 0; i < 200; i++) jitter.Add(i * 40, ((i * 40) + (i % 2 * 10)) * TimeSpan.TicksPerMillisecond);
        Assert.Equal(0.010, jitter.Seconds, 3);
    }

    [Fact]
    public void Add_BreakInTheTimestamps_IsPassedOver()
    {
        var jitter = new ArrivalJitter(new ManualTime(), new(1, 1000));
        jitter.Add(0, 0);
        jitter.Add(3_600_000, 40 * TimeSpan.TicksPerMillisecond);
        jitter.Add(null, 80 * TimeSpan.TicksPerMillisecond);
        Assert.Equal(0, jitter.Seconds);
    }
}
