namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// One budget for all sources. When all of them have ended a period, what each could choose is merged by gain, which is what greedy choice on
/// the sum would take. A source that is over cannot wait for the others: it gets an equal part of what is left. For any thread.
/// </summary>
internal sealed partial class SharedBudget : IDisposable
{
    // A camera that is away ends no period: the others don't wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly KeyframeBudget _budget;
    private readonly TimeProvider _time;

    private readonly SemaphoreSlim _turn = new(1);

    // Guards the fields below.
    private readonly Lock _lock = new();
    private readonly HashSet<string> _sources;
    private readonly Dictionary<long, Pot> _pots = [];

    public SharedBudget(KeyframeBudget budget, IEnumerable<string> sources, TimeProvider time)
        => (_budget, _sources, _time) = (budget, new(sources, StringComparer.Ordinal), time);

    /// <summary>Most that one source can get.</summary>
    public int Most => _budget.Rate.Count;

    private int Floor => _budget.Floor?.Count ?? 0;

    /// <summary>A source takes part.</summary>
    public void Join(string source)
    {
        lock (_lock) _sources.Add(source);
    }

    /// <summary>A source is over.</summary>
    public void Leave(string source)
    {
        lock (_lock)
        {
            _sources.Remove(source);
            foreach (var pot in _pots.Values)
                if (IsComplete(pot)) Share(pot);
        }
    }

    /// <summary>Asks how many of its choices a source may keep.</summary>
    /// <param name="source">The source.</param>
    /// <param name="period">Number of the period.</param>
    /// <param name="gains">What each choice adds, in order.</param>
    /// <param name="isLast">Whether the source is over.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<int> GrantAsync(string source, long period, IReadOnlyList<double> gains, bool isLast, CancellationToken stop)
    {
        Task<int> answer;
        lock (_lock)
        {
            if (!_pots.TryGetValue(period, out var pot)) _pots[period] = pot = Open(period);
            if (isLast || pot.IsShared) return Part(pot, gains.Count);
            var claim = new Claim(source, gains);
            pot.Claims.Add(claim);
            answer = claim.Answer.Task;
            if (IsComplete(pot)) Share(pot);
        }

        return await answer.WaitAsync(stop);
    }

    /// <summary>Waits until no other source that is over is choosing.</summary>
    /// <returns>Disposed when it has chosen.</returns>
    public async Task<IDisposable> TakeTurnAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        return new Turn(_turn);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
            foreach (var pot in _pots.Values) pot.Timer?.Dispose();
        _turn.Dispose();
    }

    // Under the lock.
    private Pot Open(long period)
    {
        foreach (var old in _pots.Keys.Where(known => known < period - 2).ToList())
        {
            _pots[old].Timer?.Dispose();
            _pots.Remove(old);
        }

        var pot = new Pot(_left.GetValueOrDefault(period, _budget.Rate.Count), _sources.Count);
        if (_budget.Rate.Period == null) return pot;
        pot.Timer = _time.CreateTimer(_ =>
        {
            lock (_lock) Share(pot);
        }, null, Patience, Timeout.InfiniteTimeSpan);
        return pot;
    }

    // Under the lock.
    private bool IsComplete(Pot pot) => pot.Claims.Count > 0 && _sources.All(source => pot.Claims.Exists(claim => claim.Source == source));

    // Under the lock: an equal part of what is left for those that have none yet.
    private static int Part(Pot pot, int wanted)
    {
        var part = (pot.Left + pot.Waiting - 1) / Math.Max(1, pot.Waiting);
        pot.Waiting = Math.Max(1, pot.Waiting - 1);
        var granted = Math.Min(wanted, Math.Min(part, pot.Left));
        pot.Left -= granted;
        return granted;
    }

    // Under the lock.
    private void Share(Pot pot)
    {
        if (pot.IsShared) return;
        pot.IsShared = true;
        pot.Timer?.Dispose();
        var queue = new PriorityQueue<Claim, double>();
        foreach (var claim in pot.Claims)
        {
            claim.Granted = Math.Min(Math.Min(Floor, claim.Gains.Count), pot.Left);
            pot.Left -= claim.Granted;
            Enqueue(claim);
        }

        for (; pot.Left > 0 && queue.TryDequeue(out var best, out _); pot.Left--)
        {
            best.Granted++;
            Enqueue(best);
        }

        foreach (var claim in pot.Claims) claim.Answer.TrySetResult(claim.Granted);

        void Enqueue(Claim claim)
        {
            if (claim.Granted < claim.Gains.Count) queue.Enqueue(claim, -claim.Gains[claim.Granted]);
        }
    }

    private sealed class Turn(SemaphoreSlim of) : IDisposable
    {
        public void Dispose() => of.Release();
    }

    private sealed class Pot(int left, int waiting)
    {
        public int Left { get; set; } = left;

        public int Waiting { get; set; } = waiting;

        public bool IsShared { get; set; }

        public ITimer? Timer { get; set; }

        public List<Claim> Claims { get; } = [];
    }

    private sealed class Claim(string source, IReadOnlyList<double> gains)
    {
        public string Source => source;

        public IReadOnlyList<double> Gains => gains;

        public int Granted { get; set; }

        public TaskCompletionSource<int> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
