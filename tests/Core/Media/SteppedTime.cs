using System.Collections.Concurrent;

namespace Sluice.Tests.Media;

/// <summary>A clock that goes on only when a test says so, and fires its timers then.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly ConcurrentDictionary<SteppedTimer, bool> _timers = new();
    private long _ticks = new DateTimeOffset(2026, 1, 31, 12, 3, 4, TimeSpan.Zero).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(this, () => callback(state));
        _timers[timer] = true;
        return timer;
    }

    /// <summary>Moves on, then fires every timer once.</summary>
    public void Step(TimeSpan by)
    {
        Interlocked.Add(ref _ticks, by.Ticks);
        foreach (var timer in _timers.Keys) timer.Fire();
    }

    private sealed class SteppedTimer(SteppedTime owner, Action callback) : ITimer
    {
        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => owner._timers.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
