using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>
/// Gives the recordings of a watched folder, a session after the other, for as long as it is asked. A session is complete when its marker
/// is there or none of its files has changed for a while as seen here: the clock of a file server says nothing. It is then checked; a bad
/// one is quarantined, which means noted with the reason and left alone until it changes. Nothing in the folder is ever written.
/// </summary>
/// <param name="config">A folder with <c>watch</c>.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionFeed(SourceConfig config, TimeProvider time)
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(20), LongestLook = TimeSpan.FromSeconds(2);

    // The reader's alone: what each session looked like, and since when.
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>Reads the folder until it is told to stop.</summary>
    /// <param name="note">Told of bad sessions and of a folder that cannot be read.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="IOException">The ledger cannot be opened.</exception>
    public IEnumerable<Recording> Read(Action<StreamFault> note, CancellationToken stop)
    {
        using var ledger = new SessionLedger(config.StateDirectory, time);
        using var notices = new FolderNotices(config.Location);
        var unreadable = false;
        while (!stop.IsCancellationRequested)
        {
            Session? next = null;
            IReadOnlyList<Recording> recordings = [];
            try
            {
                next = Next(ledger, note, stop, out recordings);
                unreadable = false;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // A share that is away comes back; said once.
                if (!unreadable) note(new(FaultReason.FileFault, $"'{config.Location}' cannot be read: {fault.Message}"));
                unreadable = true;
            }

            if (next == null)
            {
                notices.Wait(LookEvery, stop);
                continue;
            }

            ledger.Note(next, SessionState.Reading);
            foreach (var recording in recordings) yield return recording;
        }
    }

    private TimeSpan LookEvery => TimeSpan.FromTicks(Math.Clamp(config.Settle.Ticks / 4, ShortestLook.Ticks, LongestLook.Ticks));

    /// <summary>The next session to read: complete, sound, and the first by start and name; null when there is none now.</summary>
    private Session? Next(SessionLedger ledger, Action<StreamFault> note, CancellationToken stop, out IReadOnlyList<Recording> recordings)
    {
        var ready = Complete(ledger).Where(seen => IsSound(seen, ledger, note, stop)).ToList();

        // Their pictures are looked at only now: one at a time, so that the first need not wait for the last.
        foreach (var seen in ready.OrderBy(static s => s.Start ?? DateTimeOffset.MaxValue).ThenBy(static s => s.Session.Name, StringComparer.Ordinal))
        {
            var session = seen.Session;
            if (!Check(() => CheckMedia(session, stop), session, ledger, note, out _)) continue;
            _seen.Remove(session.Name);
            var media = session.Media.ToList();
            var progress = new SessionProgress(session, ledger, media.Count);
            recordings = [.. media.Select((file, i) => new Recording(file.Path, session.Name, i == 0 ? seen.Start : null) { Progress = progress })];
            return session;
        }

        recordings = [];
        return null;
    }

    private List<Seen> Complete(SessionLedger ledger)
    {
        var complete = new List<Seen>();
        var sessions = SessionScan.Of(config.Location, config.Marker);
        foreach (var gone in _seen.Keys.Except(sessions.Select(static s => s.Name)).ToList()) _seen.Remove(gone);
        foreach (var session in sessions)
        {
            if (!ledger.Wants(session))
            {
                _seen.Remove(session.Name);
                continue;
            }

            if (!_seen.TryGetValue(session.Name, out var seen) || !seen.Session.IsSame(session))
                _seen[session.Name] = seen = new(session, time.GetTimestamp());
            if (session.IsMarked || time.GetElapsedTime(seen.Since) >= config.Settle) complete.Add(seen);
        }

        return complete;
    }

    // Hashes of a large session take long: once is enough while nothing changes.
    private bool IsSound(Seen seen, SessionLedger ledger, Action<StreamFault> note, CancellationToken stop)
    {
        if (seen.IsChecked) return true;
        if (!Check(() => SessionMetadata.Check(seen.Session, time.GetUtcNow(), stop), seen.Session, ledger, note, out var start)) return false;
        (seen.Start, seen.IsChecked) = (start, true);
        return true;
    }

    private static object? CheckMedia(Session session, CancellationToken stop)
    {
        if (!session.Media.Any()) throw new BadSessionException("holds no recording");
        foreach (var file in session.Media) MediaCheck.Check(file, stop);
        return null;
    }

    private bool Check<T>(Func<T> check, Session session, SessionLedger ledger, Action<StreamFault> note, out T? found)
    {
        try
        {
            found = check();
            return true;
        }
        catch (BadSessionException fault)
        {
            found = default;
            _seen.Remove(session.Name);
            ledger.Note(session, SessionState.Quarantined, fault.Message);
            note(new(FaultReason.BadSession, $"session '{session.Name}' is quarantined: {fault.Message}"));
            return false;
        }
    }

    private sealed class Seen(Session session, long since)
    {
        public Session Session => session;

        public long Since => since;

        public bool IsChecked { get; set; }

        public DateTimeOffset? Start { get; set; }
    }
}
