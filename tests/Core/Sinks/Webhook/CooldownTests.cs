using Sluice.Core.Graph;
using Sluice.Core.Sinks.Webhook;
using Sluice.Tests.Sinks.Spool;

namespace Sluice.Tests.Sinks.Webhook;

public sealed class CooldownTests
{
    private static readonly WebhookState[] Wanted = new WebhookOptions().States.ToArray();
    private readonly SteppedTime _time = new();

    [Fact]
    public void Allows_WithinTheCooldown_CountsAndTellsWithTheNext()
    {
        var cooldowns = new Cooldowns(TimeSpan.FromSeconds(30), _time);
        Assert.True(cooldowns.Allows("gate", "enter", out _));
        for (var i = 0; i < 3; i++) Assert.False(cooldowns.Allows("gate", "enter", out _));
        Assert.True(cooldowns.Allows("gate", "exit", out _));
        Assert.True(cooldowns.Allows("yard", "enter", out _));
        _time.Step(TimeSpan.FromSeconds(30));
        Assert.True(cooldowns.Allows("gate", "enter", out var suppressed));
        Assert.Equal(3, suppressed);
        _time.Step(TimeSpan.FromSeconds(30));
        Assert.True(cooldowns.Allows("gate", "enter", out suppressed));
        Assert.Equal(0, suppressed);
    }

    [Fact]
    public void Look_StartAndRun_IsNoNews()
    {
        var watch = new StateWatch(Wanted, TimeSpan.FromSeconds(30), _time);
        foreach (var state in new[] { SourceState.Connecting, SourceState.Running, SourceState.Running }) Assert.Null(watch.Look("gate", state));
    }

    [Fact]
    public void Look_LossAndReturn_AreToldEach()
    {
        var watch = new StateWatch(Wanted, TimeSpan.Zero, _time);
        Assert.Equal(SourceState.Running, watch.Look("gate", SourceState.Stalled));
        watch.Tell("gate", SourceState.Stalled);
        Assert.Null(watch.Look("gate", SourceState.Stalled));
        Assert.Equal(SourceState.Stalled, watch.Look("gate", SourceState.Running));
    }

    [Fact]
    public void Look_FlickeringSource_IsToldItsLastStateAfterTheCooldown()
    {
        var watch = new StateWatch(Wanted, TimeSpan.FromSeconds(30), _time);
        Assert.NotNull(watch.Look("gate", SourceState.Stalled));
        watch.Tell("gate", SourceState.Stalled);
        foreach (var state in new[] { SourceState.Running, SourceState.Stalled, SourceState.Reconnecting }) Assert.Null(watch.Look("gate", state));
        _time.Step(TimeSpan.FromSeconds(31));
        Assert.Equal(SourceState.Stalled, watch.Look("gate", SourceState.Reconnecting));
    }

    [Fact]
    public void Look_RoomMissing_AsksAgain()
    {
        var watch = new StateWatch(Wanted, TimeSpan.FromSeconds(30), _time);
        for (var i = 0; i < 3; i++) Assert.Equal(SourceState.Running, watch.Look("gate", SourceState.Stalled));
    }

    [Fact]
    public void Look_ReturnThatIsNotWanted_LetsTheNextLossBeTold()
    {
        var watch = new StateWatch([WebhookState.Stalled], TimeSpan.Zero, _time);
        watch.Tell("gate", SourceState.Stalled);
        Assert.Null(watch.Look("gate", SourceState.Running));
        Assert.Equal(SourceState.Running, watch.Look("gate", SourceState.Stalled));
    }
}
