namespace Sluice.Tests.Sinks;

/// <summary>A clock whose timers fire only when a test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new(); // guards _timers
    private readonly List<ManualTimer> _timers = [];
    private long _ahead;

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state));
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    /// <summary>Puts the clock forward; fires nothing.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, (long)(by.TotalSeconds * TimestampFrequency));

    /// <summary>Fires every live timer once.</summary>
    public void Tick()
    {
        ManualTimer[] timers;
        lock (_gate) timers = [.. _timers];
        foreach (var timer in timers) timer.Fire();
    }

    private sealed class ManualTimer(Action callback) : ITimer
    {
        private bool _disposed;

        public void Fire()
        {
            if (!_disposed) callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            _disposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
