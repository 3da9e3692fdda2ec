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

    /// <summary>Lets a frame stand for it.</summary>
    public void Stand(Candidate candidate)
    {
        var before = Candidate;
        Candidate = candidate.Hold();
        (candidate.Episodes ??= []).Add(this);
        before?.Episodes?.Remove(this);
        before?.LetGo(superseded: true);
    }
}
