using Sluice.Native.Ort;

namespace Sluice.Core.Stages.Inference;

/// <summary>
/// Holds the session that a model runs on, and puts a fresh one in its place when it fails. A session that never ran well is not replaced
/// before a pause has passed: a model that fails every time must not be loaded for every frame. Thread-safe.
/// </summary>
/// <param name="open">Loads the model.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionKeeper(Func<CancellationToken, OrtSession> open, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new(); // guards the replacing, and is held while a session loads, so that nobody loads it twice
    private OrtSession? _session;
    private OrtSession? _distrusted;
    private OrtSession? _trusted;
    private long _openedAt;
    private bool _disposed;

    /// <summary>How often a session was replaced.</summary>
    public int Renewals { get; private set; }

    /// <summary>The session to run on.</summary>
    public OrtSession Session => Volatile.Read(ref _session) ?? throw new InvalidOperationException("The model was not opened.");

    /// <summary>Loads the first session.</summary>
    /// <param name="stop">Ends a long load.</param>
    public void Open(CancellationToken stop)
    {
        lock (_lock) Replace(open(stop));
    }

    /// <summary>Notes that a session ran well. Cheap; called for every run.</summary>
    public void Trust(OrtSession session)
    {
        if (!ReferenceEquals(Volatile.Read(ref _trusted), session)) Volatile.Write(ref _trusted, session);
    }

    /// <summary>Asks for a fresh session before the next run.</summary>
    public void Distrust(OrtSession session) => Volatile.Write(ref _distrusted, session);

    /// <summary>The session to run on next; loads it when the present one is not trusted any more.</summary>
    /// <param name="stop">Ends a long load.</param>
    public OrtSession Next(CancellationToken stop)
    {
        var session = Session;
        if (!ReferenceEquals(Volatile.Read(ref _distrusted), session)) return session;
        TryRenew(session, stop);
        return Session;
    }

    /// <summary>Replaces a session that failed.</summary>
    /// <param name="failed">The session; when another has its place already, that one serves.</param>
    /// <param name="stop">Ends a long load.</param>
    /// <returns>False when it may not be replaced yet.</returns>
    public bool TryRenew(OrtSession failed, CancellationToken stop)
    {
        lock (_lock)
        {
            if (_disposed) return false;
            if (!ReferenceEquals(_session, failed)) return true;
            if (!ReferenceEquals(_trusted, failed) && time.GetElapsedTime(_openedAt) < Pause) return false;
            Replace(open(stop));
            Renewals++;
            return true;
        }
    }

    /// <summary>Gives the session up; runs under way end unharmed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _session?.Dispose();
        }
    }

    // Under the lock. The old session goes with the last binding over it.
    private void Replace(OrtSession fresh)
    {
        _session?.Dispose();
        Volatile.Write(ref _session, fresh);
        _openedAt = time.GetTimestamp();
    }
}
