using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Crops;

/// <summary>What was found out about the tracks of one source, so that a track is looked at now and then only. For one thread.</summary>
/// <param name="every">Frames of a track between two looks.</param>
internal sealed class TrackNotes(int every)
{
    // A track that was not seen for so many frames is forgotten: longer than any tracker keeps one.
    private const int MostUnseen = 3000;
    private const int SweepEvery = 500;
    private readonly Dictionary<long, Note> _notes = [];
    private readonly List<long> _old = [];
    private long _lastSweep;

    /// <summary>Tracks remembered.</summary>
    public int Count => _notes.Count;

    /// <summary>Notes that a track is seen in a frame.</summary>
    /// <param name="track">Its id.</param>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="isSure">Whether a model saw it in this frame: a predicted box is not worth a look.</param>
    /// <returns>Whether it is time for a look, and what the last one found.</returns>
    public (bool Look, ObjectDetails? Found) See(long track, long frame, bool isSure)
    {
        Sweep(frame);
        var note = _notes.GetValueOrDefault(track);
        var look = isSure && (note.Found == null || note.Seen + 1 >= every);
        if (isSure) _notes[track] = note with { Seen = look ? 0 : note.Seen + 1, Frame = frame };
        return (look, note.Found);
    }

    /// <summary>Keeps what a look found.</summary>
    public void Keep(long track, long frame, ObjectDetails found) => _notes[track] = new(found, 0, frame);

    private void Sweep(long frame)
    {
        if (frame - _lastSweep < SweepEvery && frame >= _lastSweep) return;
        _lastSweep = frame;
        _old.Clear();
        foreach (var (track, note) in _notes)
            if (frame - note.Frame > MostUnseen) _old.Add(track);
        foreach (var track in _old) _notes.Remove(track);
    }

    private readonly record struct Note(ObjectDetails? Found, int Seen, long Frame);
}
