namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>
/// How far a session is: done once every recording of it was read to its end and all of that was decoded. The reader and the decoder tell
/// it, each on its own thread.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="ledger">Told when it is done or has failed.</param>
/// <param name="recordings">How many recordings it has.</param>
internal sealed class SessionProgress(Session session, SessionLedger ledger, int recordings)
{
    private int _left = recordings * 2;
    private int _failed;

    /// <summary>A recording was read to its end.</summary>
    public void Read() => Step();

    /// <summary>All of a recording that was read has been decoded and handed on.</summary>
    public void Decoded() => Step();

    /// <summary>A recording could not be read to its end.</summary>
    /// <param name="reason">Why, without secrets.</param>
    public void Failed(string reason)
    {
        if (Interlocked.Exchange(ref _failed, 1) == 0) ledger.Note(session, SessionState.Quarantined, reason);
    }

    private void Step()
    {
        if (Interlocked.Decrement(ref _left) == 0 && Volatile.Read(ref _failed) == 0) ledger.Note(session, SessionState.Done);
    }
}
