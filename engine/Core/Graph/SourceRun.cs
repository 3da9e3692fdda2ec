using Sluice.Abstractions;

namespace Sluice.Core.Graph;

/// <summary>One run of a source: from its start to its end, to a pause, or to the moment it is left behind because it does not stop.</summary>
/// <param name="node">Its place in the graph.</param>
/// <param name="source">Runs once.</param>
/// <param name="next">The index of its first frame.</param>
internal sealed class SourceRun(SourceNode node, ISource source, long next) : IStageOutput, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _leftBehind = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _hold;
    private volatile bool _isLeft;
    private Task? _ended;
    private int _disposed;

    public ISource Source => source;

    /// <summary>The index of its next frame; right once it has ended.</summary>
    public long NextIndex { get; private set; } = next;

    /// <summary>Whether it did not stop when told and was left behind.</summary>
    public bool IsLeft => _isLeft;

    /// <summary>Ends when it may go on; null when it was not stopped for a pause. Guarded by the node's lock.</summary>
    public TaskCompletionSource? Resumed { get; set; }

    /// <summary>Ends when it has returned or was left behind.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Runs it; nothing escapes.</summary>
    public async Task RunAsync()
    {
        _ended = Task.Run(RunSourceAsync);
        await Task.WhenAny(_ended, _leftBehind.Task);
        _stopped.TrySetResult();
    }

    /// <summary>Tells it to stop.</summary>
    public void Cancel() => _ = _stop.CancelAsync();

    /// <summary>Goes on without it: it does not come back from a call. What it still gives is dropped.</summary>
    public void LeaveBehind()
    {
        _isLeft = true;
        if (_leftBehind.TrySetResult()) _ = DisposeLaterAsync();
    }

    /// <summary>Keeps its frames back until <see cref="Release"/>.</summary>
    public void Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets its frames go on.</summary>
    public void Release()
    {
        var hold = _hold;
        _hold = null;
        hold?.TrySetResult();
    }

    /// <summary>Disposes the source, once; one that was left behind does so itself when it comes back.</summary>
    public ValueTask DisposeAsync()
        => !_isLeft && Interlocked.Exchange(ref _disposed, 1) == 0 ? source.DisposeAsync() : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_isLeft)
        {
            node.Drop(frame);
            return ValueTask.CompletedTask;
        }

        NextIndex = frame.Info.Index + 1;
        node.Tracer?.Begin(frame.Info);
        if (_hold is { } hold) return EmitLaterAsync(frame, hold, stop);
        return node.Outlet.Put(frame) is { } waiting ? Outlet.FinishAsync(waiting, stop, node.EngineStop) : ValueTask.CompletedTask;
    }

    private async ValueTask EmitLaterAsync(Frame frame, TaskCompletionSource hold, CancellationToken stop)
    {
        using (stop.UnsafeRegister(static hold => ((TaskCompletionSource)hold!).TrySetResult(), hold)) await hold.Task;
        if (node.Outlet.Put(frame) is { } waiting) await Outlet.FinishAsync(waiting, stop, node.EngineStop);
    }

    private async Task RunSourceAsync()
    {
        try
        {
            await source.RunAsync(this, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Told to stop, and stopped.
        }
        catch (Exception fault)
        {
            node.NoteFault(fault);
        }
    }

    private async Task DisposeLaterAsync()
    {
        try
        {
            if (_ended != null) await _ended;
            if (Interlocked.Exchange(ref _disposed, 1) == 0) await source.DisposeAsync();
        }
        catch (Exception fault)
        {
            node.NoteFault(fault);
        }
    }
}
