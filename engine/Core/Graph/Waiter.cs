using System.Threading.Tasks.Sources;

namespace Sluice.Core.Graph;

/// <summary>Someone who waits for room: finished exactly once by whoever takes it off its list. Can be used again after the wait.</summary>
internal sealed class Waiter : IValueTaskSource<bool>
{
    // Continuations run elsewhere: the finisher may be deep in another stage's call.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    /// <summary>Ends with whether there is room; await it once.</summary>
    public ValueTask<bool> Task => new(this, _core.Version);

    /// <summary>Ends the wait.</summary>
    public void Finish(bool room) => _core.SetResult(room);

    /// <summary>Makes it ready for another wait.</summary>
    public void Reset() => _core.Reset();

    bool IValueTaskSource<bool>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);
}
