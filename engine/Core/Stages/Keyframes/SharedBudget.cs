namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// One budget for all sources. When all of them have ended a period or are over, what each could choose is merged by gain, which is what greedy
/// choice on the sum would take. A source that is over waits for the others a moment; then those that are over get an equal part each of what is
/// left, merged among them. For any thread.
/// </summary>
internal sealed partial class SharedBudget : IDisposable
{
    // A camera that is away ends no period, and one that goes on is not over: the others don't wait for it.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly KeyframeBudget _budget;
    private readonly TimeProvider _time;

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
    public async Task<SharedGrant> GrantAsync(string source, long period, IReadOnlyList<double> gains, bool isLast, CancellationToken stop)
    {
        var claim = new Claim(source, gains, isLast);
        lock (_lock)
        {
            if (!_pots.TryGetValue(period, out var pot)) _pots[period] = pot = Open(period);
            if (pot.IsShared) return new(Part(pot, gains.Count), new(1));
            pot.Claims.Add(claim);
            if (IsComplete(pot)) Share(pot);
            else if (isLast) pot.EndTimer ??= After(() => ShareEnded(pot));
            else if (_budget.Rate.Period != null) pot.Timer ??= After(() => Share(pot));
        }

        try
        {
            return await claim.Answer.Task.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            GiveUp(claim);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
            foreach (var pot in _pots.Values) pot.Dispose();
    }

    // Under the lock.
    private Pot Open(long period)
    {
        foreach (var old in _pots.Keys.Where(known => known < period - 2).ToList())
        {
            _pots[old].Dispose();
            _pots.Remove(old);
        }

        return new Pot(_left.GetValueOrDefault(period, _budget.Rate.Count), _sources.Count);
    }

    private ITimer After(Action share) => _time.CreateTimer(_ =>
    {
        lock (_lock) share();
    }, null, Patience, Timeout.InfiniteTimeSpan);

    // Under the lock.
    private bool IsComplete(Pot pot) => pot.Claims.Count > 0 && _sources.All(source => pot.Claims.Exists(claim => claim.Source == source));

    private void GiveUp(Claim claim)
    {
        SharedGrant? granted;
        lock (_lock)
        {
            granted = claim.Granted;
            foreach (var pot in _pots.Values) pot.Claims.Remove(claim);
        }

        granted?.Together.Leave();
    }

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
        pot.Dispose();
        pot.Left -= Deal(pot.Claims, pot.Left);
        pot.Claims.Clear();
    }

    // Under the lock: as many equal parts as there are sources that are over. The others go on, and have the rest.
    private void ShareEnded(Pot pot)
    {
        if (pot.IsShared) return;
        pot.EndTimer?.Dispose();
        pot.EndTimer = null;
        var ended = pot.Claims.FindAll(static claim => claim.IsLast);
        pot.Claims.RemoveAll(static claim => claim.IsLast);
        var waiting = Math.Max(pot.Waiting, ended.Count);
        pot.Left -= Deal(ended, ((pot.Left * ended.Count) + waiting - 1) / Math.Max(1, waiting));
        pot.Waiting = Math.Max(1, pot.Waiting - ended.Count);
    }

    // Under the lock. By name, so that those that bring the same are served the same way however they came.
    private int Deal(List<Claim> claims, int most)
    {
        claims.Sort(static (one, other) => string.CompareOrdinal(one.Source, other.Source));
        var (left, counts) = (most, new int[claims.Count]);
        var queue = new PriorityQueue<int, (double Gain, int At)>();
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = Math.Min(Math.Min(Floor, claims[i].Gains.Count), left);
            left -= counts[i];
            Enqueue(i);
        }

        for (; left > 0 && queue.TryDequeue(out var best, out _); left--)
        {
            counts[best]++;
            Enqueue(best);
        }

        var together = new JointChoice(counts.Length);
        for (var i = 0; i < counts.Length; i++) claims[i].Answer.TrySetResult(claims[i].Granted = new(counts[i], together));
        return most - left;

        void Enqueue(int at)
        {
            if (counts[at] < claims[at].Gains.Count) queue.Enqueue(at, (-claims[at].Gains[counts[at]], at));
        }
    }

    private sealed class Pot(int left, int waiting) : IDisposable
    {
        public int Left { get; set; } = left;

        public int Waiting { get; set; } = waiting;

        public bool IsShared { get; set; }

        /// <summary>Runs out for sources that have not ended the period.</summary>
        public ITimer? Timer { get; set; }

        /// <summary>Runs out for sources that go on while others are over.</summary>
        public ITimer? EndTimer { get; set; }

        public List<Claim> Claims { get; } = [];

        public void Dispose()
        {
            Timer?.Dispose();
            EndTimer?.Dispose();
        }
    }

    private sealed class Claim(string source, IReadOnlyList<double> gains, bool isLast)
    {
        public string Source => source;

        public IReadOnlyList<double> Gains => gains;

        public bool IsLast => isLast;

        public SharedGrant? Granted { get; set; }

        public TaskCompletionSource<SharedGrant> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
