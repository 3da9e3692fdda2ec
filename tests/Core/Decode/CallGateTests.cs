using Sluice.Core.Stages.Decode;
using Sluice.Tests.Graph;

namespace Sluice.Core.Tests.Decode;

public sealed class CallGateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void TryAbandon_InsideACall_TellsTheReaderWhenItComesBack()
    {
        var gate = new CallGate(_time);
        gate.Enter();
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), gate.InCallFor);
        Assert.True(gate.TryAbandon());
        Assert.False(gate.TryLeave());
        Assert.Throws<ReaderAbandonedException>(gate.Leave);
        Assert.Throws<ReaderAbandonedException>(gate.Enter);
    }

    [Fact]
    public void TryAbandon_BetweenCalls_LeavesTheReaderAlone()
    {
        var gate = new CallGate(_time);
        gate.Enter();
        gate.Leave();

        Assert.Null(gate.InCallFor);
        Assert.False(gate.TryAbandon());
        gate.Enter();
    }
}
