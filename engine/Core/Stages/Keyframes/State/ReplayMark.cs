using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>
/// How far a recording was looked at. One that is read again from its beginning after a kill is passed over up to there: no frame counts
/// twice. For the source's thread.
/// </summary>
internal sealed class ReplayMark
{
    private const int MostSessions = 4096;
    private readonly HashSet<string> _over = new(StringComparer.Ordinal);
    private string? _session;
    private long? _pts;
    private long _index = -1;
    private bool _isBehind;

    /// <summary>Frames passed over so far.</summary>
    public long Passed { get; private set; }

    /// <summary>Whether a frame was looked at by the process before.</summary>
    public bool Passes(FrameInfo frame)
    {
        if (!_isBehind) return false;
        // Of a folder only the recordings that are not done with may be read again, and numbers begin anew; of a file that loops times do.
        var isKnown = frame.Session == _session
            ? frame.Session != null && frame.Pts is { } pts && _pts is { } last ? pts <= last : frame.Index <= _index
            : frame.Session is { } session && _over.Contains(session);
        if (isKnown) Passed++;
        else _isBehind = false;
        return isKnown;
    }

    /// <summary>A frame was looked at.</summary>
    public void Note(FrameInfo frame)
    {
        if (frame.Session != _session)
        {
            if (_session != null && _over.Count < MostSessions) _over.Add(_session);
            _pts = null;
        }

        (_session, _index) = (frame.Session, frame.Index);
        if (frame.Pts is { } pts) _pts = Math.Max(pts, _pts ?? pts);
    }

    /// <summary>Writes it.</summary>
    public void Save(StateWriter to)
    {
        to.Text(_session);
        to.Long(_pts);
        to.Long(_index);
        to.Int(_over.Count);
        foreach (var session in _over) to.Text(session);
    }

    /// <summary>Reads it.</summary>
    /// <param name="from">What <see cref="Save"/> wrote.</param>
    /// <param name="isLive">Whether the source is a camera, which never comes back to what it was.</param>
    public void Load(StateReader from, bool isLive)
    {
        (_session, _pts, _index) = (from.Text(), from.MaybeLong(), from.Long());
        for (var left = from.Count(); left > 0; left--) _over.Add(from.Word());
        _isBehind = !isLive && _index >= 0;
    }
}
