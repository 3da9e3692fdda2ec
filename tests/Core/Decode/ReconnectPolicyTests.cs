using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;

namespace Sluice.Core.Tests.Decode;

public sealed class ReconnectPolicyTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void After_CameraThatAcceptsAndDropsAtOnce_WaitsLongerEachTime()
    {
        var policy = Policy();
        var waits = Enumerable.Range(0, 8).Select(_ => policy.After(FaultReason.StreamEnded, wasStable: false).Delay).ToList();

        Assert.InRange(waits[0], First / 2, First);
        Assert.InRange(waits[^1], Longest / 2, Longest);
    }

    [Fact]
    public void After_StreamThatWasStable_StartsOver()
    {
        var policy = Policy();
        for (var i = 0; i < 8; i++) policy.After(FaultReason.Refused, wasStable: false);

        Assert.InRange(policy.After(FaultReason.ConnectionLost, wasStable: true).Delay, First / 2, First);
    }

    [Theory, InlineData(FaultReason.Unauthorized), InlineData(FaultReason.NotFound), InlineData(FaultReason.Unsupported)]
    public void After_LastingFaultSeveralTimes_GoesIntoQuarantine(FaultReason reason)
    {
        var policy = Policy();
        var steps = Enumerable.Range(0, 5).Select(_ => policy.After(reason, wasStable: false)).ToList();

        Assert.All(steps[..3], static step => Assert.Equal(SourceState.Reconnecting, step.State));
        Assert.All(steps[3..], static step => Assert.Equal(SourceState.Quarantined, step.State));
        Assert.All(steps[3..], static step => Assert.InRange(step.Delay, 1.5 * Longest, 2 * Longest));
    }

    [Fact]
    public void After_LastingFaultsBetweenOthers_DoesNotQuarantine()
    {
        var policy = Policy();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(SourceState.Reconnecting, policy.After(FaultReason.NotFound, wasStable: false).State);
            Assert.Equal(SourceState.Reconnecting, policy.After(FaultReason.Refused, wasStable: false).State);
        }
    }

    [Fact]
    public void After_DecoderStorm_QuarantinesAtOnce()
        => Assert.Equal(SourceState.Quarantined, Policy().After(FaultReason.DecoderStorm, wasStable: false).State);

    private static ReconnectPolicy Policy() => new(new Backoff(First, Longest, new Random(1)), Longest, new Random(2));
}
