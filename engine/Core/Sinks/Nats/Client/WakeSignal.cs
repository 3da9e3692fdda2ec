using System.Threading.Tasks.Sources;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Wakes the one who waits; set while nobody does, the next wait returns at once. Any may set, one may wait. Allocates nothing.</summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int IsSet = 1;
    private const int Awaited = 2;
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Wakes.</summary>
    public void Set()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _state);
            if (seen == IsSet) return;
            if (Interlocked.CompareExchange(ref _state, seen == Idle ? IsSet : Idle, seen) != seen) continue;
            if (seen == Awaited) _core.SetResult(true);
            return;
        }
    }

    /// <summary>Waits for the next <see cref="Set"/> since the last wait.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, IsSet) == IsSet) return ValueTask.CompletedTask;
        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Awaited, Idle) == Idle) return new(this, _core.Version);
        Volatile.Write(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);
}
