using System.Collections.Concurrent;

namespace Sluice.Core.Graph;

/// <summary>
/// Runs decoding on threads of its own: decoding blocks in native code, and on the pool it would starve the stages. Every task is a
/// short piece of work of one source; a source never has more than one queued.
/// </summary>
internal sealed class DecodeScheduler : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];

    private int _started;

    /// <summary>Makes a scheduler; the threads start with the first task.</summary>
    /// <param name="threads">At least 1.</param>
    public DecodeScheduler(int threads) => MaximumConcurrencyLevel = threads;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel { get; }

    /// <summary>Lets the threads end once what is queued is done.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            for (var i = 0; i < MaximumConcurrencyLevel; i++) new Thread(Work) { IsBackground = true, Name = $"decode {i}" }.Start();
        _tasks.Add(task);
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    private void Work()
    {
        foreach (var task in _tasks.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
