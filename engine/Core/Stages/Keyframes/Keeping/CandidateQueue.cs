using Sluice.Native.Threads;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>A bounded queue of pictures, emptied by a thread that stands behind all others. When a live one finds it full, the oldest live one goes.</summary>
internal sealed class CandidateQueue : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<CandidateJob> _jobs = [];
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _capacity;
    private readonly Action<CandidateJob> _work;
    private readonly Action<CandidateJob> _lose;
    private bool _isEnding;
    private bool _hasThread;
    private long _overrun;

    /// <summary>Makes one; its thread starts with the first picture.</summary>
    /// <param name="capacity">Most that wait.</param>
    /// <param name="work">Must not throw.</param>
    /// <param name="lose">Told of what went.</param>
    public CandidateQueue(int capacity, Action<CandidateJob> work, Action<CandidateJob> lose) => (_capacity, _work, _lose) = (capacity, work, lose);

    /// <summary>How many went because there was no room.</summary>
    public long Overrun => Interlocked.Read(ref _overrun);

    /// <summary>Adds one.</summary>
    /// <returns>False where there is no room and it must not be lost: the caller does the work.</returns>
    public bool TryAdd(CandidateJob job)
    {
        CandidateJob? gone = null;
        lock (_lock)
        {
            if (_isEnding) return false;
            if (_jobs.Count >= _capacity)
            {
                if (!job.IsLive) return false;
                var oldest = _jobs.First;
                while (oldest is { Value.IsLive: false }) oldest = oldest.Next;
                if (oldest == null) return false;
                _jobs.Remove(oldest);
                gone = oldest.Value;
            }

            _jobs.AddLast(job);
            if (!_hasThread) Start();
        }

        if (gone is { } lost)
        {
            Interlocked.Increment(ref _overrun);
            _lose(lost);
        }
        else
        {
            _signal.Release();
        }

        return true;
    }

    /// <summary>Takes out the picture that somebody waits for: who waits does the work, not a thread that stands behind all others.</summary>
    /// <returns>Null where it is under way or done.</returns>
    public CandidateJob? TryTake(CandidateEntry entry)
    {
        lock (_lock)
        {
            for (var node = _jobs.First; node != null; node = node.Next)
            {
                if (node.Value.Entry != entry) continue;
                _jobs.Remove(node);
                return node.Value;
            }
        }

        return null;
    }

    /// <summary>Ends the thread after the picture it is at; what waits is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        bool hasThread;
        lock (_lock) (_isEnding, hasThread) = (true, _hasThread);
        _signal.Release();
        if (hasThread) await _over.Task;
        foreach (var job in _jobs) _lose(job);
        _jobs.Clear();
        _signal.Dispose();
    }

    private void Start()
    {
        _hasThread = true;
        new Thread(Run) { IsBackground = true, Name = "candidates" }.Start();
    }

    private void Run()
    {
        var isLow = false;
        try
        {
            while (true)
            {
                _signal.Wait();
                CandidateJob job;
                lock (_lock)
                {
                    if (_isEnding) return;
                    if (_jobs.First is not { } first) continue;
                    _jobs.RemoveFirst();
                    job = first.Value;
                }

                _work(job);
                // After the first: it initialises types that others may be waiting for.
                if (!isLow) (isLow, _) = (true, LowPriority.Enter());
            }
        }
        finally
        {
            _over.TrySetResult();
        }
    }
}
