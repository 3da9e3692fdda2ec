namespace Sluice.Core.Stages.Keyframes;

/// <summary>Counts how the frames of a source ended; offered is always the sum. Written by the source's thread, read by any.</summary>
internal sealed partial class SelectionLedger
{
    private readonly long[] _counts = new long[Enum.GetValues<SelectionOutcome>().Length];
    private long _offered;

    /// <summary>Frames offered.</summary>
    public long Offered => Volatile.Read(ref _offered);

    /// <summary>Frames that ended in a way.</summary>
    public long this[SelectionOutcome outcome] => Volatile.Read(ref _counts[(int)outcome]);

    /// <summary>A frame was offered and this became of it at once.</summary>
    public void Offer(SelectionOutcome outcome)
    {
        Interlocked.Increment(ref _offered);
        Interlocked.Increment(ref _counts[(int)outcome]);
    }

    /// <summary>A candidate ended.</summary>
    public void End(SelectionOutcome outcome)
    {
        Interlocked.Decrement(ref _counts[(int)SelectionOutcome.Candidate]);
        Interlocked.Increment(ref _counts[(int)outcome]);
    }
}
