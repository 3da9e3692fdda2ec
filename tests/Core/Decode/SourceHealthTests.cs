using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;

namespace Sluice.Core.Tests.Decode;

public sealed class SourceHealthTests
{
    private readonly Clock _time = new();

    [Fact]
    public void Lost_SeveralTimes_CountsByReasonAndKeepsTheLast()
    {
        var health = new SourceHealth(_time);
        health.Lost(SourceState.Reconnecting, new(FaultReason.Refused, "refused"));
        health.Lost(SourceState.Reconnecting, new(FaultReason.Refused, "refused"));
        health.Lost(SourceState.Quarantined, new(FaultReason.Unauthorized, "wrong password"));

        Assert.Equal((SourceState.Quarantined, 3L, "wrong password", FaultReason.Unauthorized, FaultSide.Camera),
            (health.Status.State, health.Status.Reconnects, health.Status.LastError, health.Status.Reason, health.Status.Side));
        Assert.Equal([(FaultReason.Refused, 2L), (FaultReason.Unauthorized, 1L)], health.Losses.Select(static l => (l.Key, l.Value)));
    }

    [Fact]
    public void Since_StateStays_IsWhenItBegan()
    {
        var health = new SourceHealth(_time);
        health.Move(SourceState.Running);
        var began = health.Status.Since;
        _time.Now += TimeSpan.FromSeconds(5);
        health.Move(SourceState.Running);
        Assert.Equal(began, health.Status.Since);
        Assert.True(health.TryMove(SourceState.Running, SourceState.Stalled));
        Assert.Equal(began + TimeSpan.FromSeconds(5), health.Status.Since);
    }

    [Fact]
    public void Move_AfterTheEnd_StaysEnded()
    {
        var health = new SourceHealth(_time);
        health.Move(SourceState.Ended);
        health.Lost(SourceState.Reconnecting, new(FaultReason.Refused, "late"));
        Assert.Equal(SourceState.Ended, health.Status.State);
        Assert.False(health.TryMove(SourceState.Running, SourceState.Stalled));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
