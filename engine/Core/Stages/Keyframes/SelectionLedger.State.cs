using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <content>What outlives a process.</content>
internal sealed partial class SelectionLedger
{
    /// <summary>A candidate of an earlier process is back.</summary>
    public void Return() => Interlocked.Increment(ref _counts[(int)SelectionOutcome.Candidate]);

    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Long(Offered);
        to.Int(_counts.Length);
        for (var i = 0; i < _counts.Length; i++) to.Long(Volatile.Read(ref _counts[i]));
    }

    /// <summary>Reads it. Candidates count once they are back.</summary>
    public void Load(StateReader from)
    {
        _offered = from.Long();
        if (from.Count() != _counts.Length) throw StateReader.Damaged("a ledger");
        for (var i = 0; i < _counts.Length; i++) _counts[i] = from.Long();
        _counts[(int)SelectionOutcome.Candidate] = 0;
    }

    /// <summary>All that came back are: the others were let go of when nobody could write it down.</summary>
    public void Settle() => _counts[(int)SelectionOutcome.Discarded] += Math.Max(0, _offered - _counts.Sum());
}
