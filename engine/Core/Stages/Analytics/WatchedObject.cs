namespace Sluice.Core.Stages.Analytics;

/// <summary>One track of one source, as far as the places care. Used again for another track when it is gone.</summary>
internal sealed class WatchedObject
{
    // A detector in doubt needs this many frames of the other name, at most, to rename an object.
    private const int FirmVotes = 50;
    private int _votes;

    /// <summary>Makes one for all places of a source.</summary>
    public WatchedObject(int zones, int lines)
    {
        Stays = new ZoneStay[zones];
        Passages = new LinePassage[lines];
    }

    /// <summary>Its track.</summary>
    public long TrackId { get; private set; }

    /// <summary>What it was called most of late.</summary>
    public string Label { get; private set; } = "";

    /// <summary>When it was last in a frame, in seconds of the stream.</summary>
    public double SeenAt { get; private set; }

    /// <summary>By zone.</summary>
    public ZoneStay[] Stays { get; }

    /// <summary>By line.</summary>
    public LinePassage[] Passages { get; }

    /// <summary>Starts anew as another track.</summary>
    public void Begin(long track)
    {
        (TrackId, Label, _votes) = (track, "", 0);
        Array.Clear(Stays);
        Array.Clear(Passages);
    }

    /// <summary>Takes what a detector called it in a frame.</summary>
    public void Note(string label, double time)
    {
        SeenAt = time;
        if (label == Label) _votes = Math.Min(_votes + 1, FirmVotes);
        else if (--_votes < 0) (Label, _votes) = (label, 1);
    }
}
