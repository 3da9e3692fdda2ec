using System.Collections.Concurrent;

namespace Sluice.Core.Graph;

/// <summary>
/// Runs tasks on threads of its own: decoding and inference block in native code, and on the pool they would starve the stages. The
/// threads start with the first task.
/// </summary>
/// <param name="threads">At least 1.</param>
/// <param name="name">What the threads are called, before their number.</param>
internal sealed class OwnThreads(int threads, string name) : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];

    private int _started;

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => threads;

    /// <summary>Lets the threads end once what is queued is done.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        try
        {
            _tasks.Add(task);
        }
        catch (InvalidOperationException)
        {
            // What was left behind at the end and wakes after all: its threads are gone, the pool has others.
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Scheduler.TryExecuteTask(work.Task), (Scheduler: this, Task: task), preferLocal: false);
            return;
        }

        if (Interlocked.Exchange(ref _started, 1) != 0) return;
        for (var i = 0; i < threads; i++) new Thread(Work) { IsBackground = true, Name = $"{name} {i}" }.Start();
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
