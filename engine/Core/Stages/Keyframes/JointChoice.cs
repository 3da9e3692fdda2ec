namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Sources that were given their parts of a budget at once, and choose at once: each after those before it in the order of their names, then
/// each beside all others until nothing more is exchanged, unless they are many. So what comes out does not depend on who was ready first. For
/// any thread.
/// </summary>
/// <param name="members">How many choose.</param>
internal sealed class JointChoice(int members)
{
    private const int Rounds = 3;

    // What each does beside all others grows with the square of their number, and the more cameras there are the less one shows what others do.
    private const int MostBeside = 8;

    // Guards the fields below; held while all choose.
    private readonly Lock _lock = new();
    private readonly List<Member> _members = [];
    private int _expected = members;
    private KeptFrames? _kept;
    private bool _isOver;

    /// <summary>Chooses, once all others want to.</summary>
    /// <param name="period">What is chosen from, ranked already; the caller's.</param>
    /// <param name="count">How many.</param>
    /// <param name="kept">What is chosen is added.</param>
    /// <param name="stop">Gives up; the others go on.</param>
    /// <returns>As <see cref="Period.Choose"/> says it.</returns>
    public async Task<(List<KeyframeChoice> Choices, PeriodSummary Summary)> ChooseAsync(Period period, int count, KeptFrames kept, CancellationToken stop)
    {
        var member = new Member(period, count);
        lock (_lock)
        {
            _kept = kept;
            _members.Add(member);
            ChooseWhenAllAreThere();
        }

        try
        {
            await member.Answer.Task.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                // What was chosen meanwhile is archived: that goes on.
                if (!member.Answer.Task.IsCompleted)
                {
                    _members.Remove(member);
                    _expected--;
                    ChooseWhenAllAreThere();
                    throw;
                }
            }
        }

        return await member.Answer.Task;
    }

    /// <summary>One that was counted does not choose.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _expected--;
            ChooseWhenAllAreThere();
        }
    }

    // Under the lock.
    private void ChooseWhenAllAreThere()
    {
        if (_isOver || _members.Count < _expected || _members.Count == 0 || _kept is not { } kept) return;
        _isOver = true;
        try
        {
            lock (kept.Turn) Choose(kept);
        }
        catch (Exception fault)
        {
            foreach (var member in _members) member.Answer.TrySetException(fault);
        }
    }

    private void Choose(KeptFrames kept)
    {
        _members.Sort(static (one, other) => string.CompareOrdinal(one.Period.Source, other.Period.Source));
        if (_members.Count is > 1 and <= MostBeside)
        {
            // What chance drew stays whatever the others choose: all know of it before any chooses.
            var drawn = Drawn();
            var drafts = new List<KeptFrame>[_members.Count];
            for (var i = 0; i < drafts.Length; i++) drafts[i] = _members[i].Period.Draw(Math.Min(drawn[i], _members[i].Count));
            for (var i = 0; i < drafts.Length; i++) drafts[i] = _members[i].Period.Draft(kept, OthersThan(i), _members[i].Count, drawn[i]);
            var moved = true;
            for (var round = 0; round < Rounds && moved; round++)
            {
                moved = false;
                for (var i = 0; i < drafts.Length; i++)
                {
                    if (!_members[i].Period.Improve(OthersThan(i))) continue;
                    drafts[i] = _members[i].Period.Drafted;
                    moved = true;
                }
            }

            List<KeptFrame> OthersThan(int one) => [.. drafts.Where((_, at) => at != one).SelectMany(static draft => draft)];
        }

        foreach (var member in _members)
        {
            var choices = member.Period.Choose(kept, member.Count, out var summary);
            member.Answer.SetResult((choices, summary));
        }
    }

    /// <summary>
    /// How many of each chance draws: together as many as of one source with all of it. Whose share is rounded up is by chance as well, for
    /// else some whose part is small would never show any.
    /// </summary>
    private int[] Drawn()
    {
        var drawn = new int[_members.Count];
        var (first, before) = ((int)((_members[0].Period.Luck ?? 0) * drawn.Length), 0.0);
        for (var i = 0; i < drawn.Length; i++)
        {
            var member = _members[(first + i) % drawn.Length];
            var now = before + (member.Count * member.Period.RandomShare);
            drawn[(first + i) % drawn.Length] = (int)Math.Floor(now + 0.5) - (int)Math.Floor(before + 0.5);
            before = now;
        }

        return drawn;
    }

    private sealed record Member(Period Period, int Count)
    {
        public TaskCompletionSource<(List<KeyframeChoice>, PeriodSummary)> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
