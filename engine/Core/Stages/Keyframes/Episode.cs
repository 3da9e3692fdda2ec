namespace Sluice.Core.Stages.Keyframes;

/// <summary>A stretch of time in which a collection rule held: one frame of it, the worst moment, is worth keeping.</summary>
/// <param name="trigger">The rule's name.</param>
internal sealed class Episode(string trigger)
{
    /// <summary>The rule's name.</summary>
    public string Trigger => trigger;

    /// <summary>How bad its worst moment was, 0 to 1.</summary>
    public float Severity { get; set; }

    /// <summary>What happened in that moment, for the rule to judge it again; null where it cannot.</summary>
    public float[]? Evidence { get; set; }

    /// <summary>The frame of that moment; null until there is one.</summary>
    public Candidate? Candidate { get; private set; }

    /// <summary>Whether a worse one took its place.</summary>
    public bool IsDisplaced { get; private set; }

    /// <summary>
    /// What showing each of some episodes is worth; together 1. How bad two episodes are can be compared within a rule only, so each counts by how
    /// bad it is beside the worst of its rule.
    /// </summary>
    public static Dictionary<Episode, double> WorthOf(IReadOnlyCollection<Episode> episodes)
    {
        var worst = episodes.GroupBy(static episode => episode.Trigger).ToDictionary(static rule => rule.Key, static rule => (double)rule.Max(static episode => episode.Severity));
        var worth = episodes.ToDictionary(static episode => episode, episode => worst[episode.Trigger] is > 0 and var most ? episode.Severity / most : 1);
        var total = worth.Values.Sum();
        return worth.ToDictionary(static one => one.Key, one => one.Value / total);
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
