namespace Sluice.Tests.Sinks.Spool;

/// <summary>A clock that a test moves; its timers fire when it is moved.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly List<Action> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        lock (_timers) _timers.Add(timer.Fire);
        return timer;
    }

    public void Step(TimeSpan by)
    {
        _now += by;
        Action[] timers;
        lock (_timers) timers = [.. _timers];
        foreach (var fire in timers) fire();
    }

    private sealed class Timer(SteppedTime time, Action callback) : ITimer
    {
        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time._timers) time._timers.Remove(Fire);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
