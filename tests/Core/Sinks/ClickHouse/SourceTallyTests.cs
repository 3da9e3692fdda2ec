using Sluice.Core.Sinks.ClickHouse;

namespace Sluice.Tests.Sinks.ClickHouse;

public sealed class SourceTallyTests
{
    [Fact]
    public void IsFirst_SameFrameOnTwoLinks_CountsOnce()
    {
        var tally = new SourceTally();
        Assert.Equal([true, true, false, true, false], new long[] { 0, 1, 0, 2, 1 }.Select(tally.IsFirst));
        Assert.Equal(3, tally.Frames);
    }

    [Fact]
    public void IsFirst_LatecomerBeyondMemory_IsTakenForSeen()
    {
        var tally = new SourceTally();
        for (var i = 0; i < 20_000; i++) tally.IsFirst(i);
        Assert.False(tally.IsFirst(5));
    }
}
