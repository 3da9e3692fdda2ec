namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Around a reader's native calls: another thread sees how long one has been running and may give the reader up. From then on the reader is
/// on its own, and everything it shared belongs to its successor.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class CallGate(TimeProvider time)
{
    private const int Outside = 0, Inside = 1, Abandoned = 2;
    private int _state;
    private long _since;

    /// <summary>Whether the reader was given up.</summary>
    public bool IsAbandoned => Volatile.Read(ref _state) == Abandoned;

    /// <summary>How long the call has been running that runs now; null when none does.</summary>
    public TimeSpan? InCallFor => Volatile.Read(ref _state) == Inside ? time.GetElapsedTime(Volatile.Read(ref _since)) : null;

    /// <summary>A native call begins.</summary>
    public void Enter()
    {
        Volatile.Write(ref _since, time.GetTimestamp());
        if (Interlocked.CompareExchange(ref _state, Inside, Outside) == Abandoned) throw new ReaderAbandonedException();
    }

    /// <summary>The call came back.</summary>
    /// <returns>False when it came too late.</returns>
    public bool TryLeave() => Interlocked.CompareExchange(ref _state, Outside, Inside) == Inside;

    /// <summary>The call came back.</summary>
    /// <exception cref="ReaderAbandonedException">Too late.</exception>
    public void Leave()
    {
        if (!TryLeave()) throw new ReaderAbandonedException();
    }

    /// <summary>Gives the reader up, if it is inside a call.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Inside) == Inside;
}
