namespace Sluice.Core.Stages.Keyframes;

/// <summary>A stretch of time in which a collection rule held: one frame of it, the worst moment, is worth keeping.</summary>
/// <param name="trigger">The rule's name.</param>
internal sealed class Episode(string trigger)
{
    /// <summary>The rule's name.</summary>
    public string Trigger => trigger;

    /// <summary>How bad its worst moment was, 0 to 1.</summary>
    public float Severity { get; set; }

    /// <summary>The frame of that moment; null until there is one.</summary>
    public Candidate? Candidate { get; private set; }

    /// <summary>Whether a worse one took its place.</summary>
    public bool IsDisplaced { get; private set; }

    /// <summary>What showing each of some episodes is worth, by severity; together 1.</summary>
    public static Dictionary<Episode, double> WorthOf(IReadOnlyCollection<Episode> episodes)
    {
        var total = episodes.Sum(static episode => (double)episode.Severity);
        return episodes.ToDictionary(static episode => episode, episode => total > 0 ? episode.Severity / total : 1.0 / episodes.Count);
    }

    /// <summary>Lets a frame stand for it.</summary>
    public void Stand(Candidate candidate)
    {
        var before = Candidate;
        Candidate = candidate.Hold();
        (candidate.Episodes ??= []).Add(this);
        before?.Episodes?.Remove(this);
        before?.LetGo(superseded: true);
    }
    /// <summary>Gives its place, and its frame, up.</summary>
    public void Displace()
    {
        IsDisplaced = true;
        var before = Candidate;
        Candidate = null;
        before?.Episodes?.Remove(this);
        before?.LetGo(superseded: true);
    }
}
