using System.Runtime.InteropServices;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>One collection rule at one source: opens episodes while it holds, as many as its token bucket allows: the worst of a period, unless their frames are handed on at once. For one thread.</summary>
/// <param name="trigger">The rule's options.</param>
internal sealed partial class TriggerWatch(KeyframeTrigger trigger)
{
    // A rule that lets go for a moment is still the same episode; a track that it lets go of is still the same track.
    private const double HoldsOverSeconds = 2, TrackHoldsOverSeconds = 30;
    private const int MostRunning = 256;
    private const float WorthReplacing = 1.2f;
    private const double SecondsBetweenReplacements = 0.5;
    private const double Burst = 3;

    // Of a rule that can judge again so many times as many episodes wait for that as there are tokens for.
    private const int Spare = 3;
    private const double SecondsBetweenJudgements = 60;
    private readonly ITriggerRule _rule = RuleOf(trigger);
    private readonly List<Episode> _period = [];
    private TokenBucket _bucket = new(trigger.Rate.Period is { } period ? trigger.Rate.Count / period.TotalSeconds : 0,
        trigger.Rate.Period == null ? trigger.Rate.Count : Math.Min(Burst, trigger.Rate.Count));
    private TokenBucket _spare = new(trigger.Rate.Period is { } spared ? Spare * trigger.Rate.Count / spared.TotalSeconds : 0,
        Spare * (trigger.Rate.Period == null ? trigger.Rate.Count : Math.Min(Burst, trigger.Rate.Count)));
    private int _granted;
    private double _judgedAt = double.NegativeInfinity;
    private readonly List<TriggerRun> _running = [];
    private readonly List<(Episode Episode, bool Opened)> _standing = [];

    /// <summary>Its name.</summary>
    public string Name => trigger.Label;

    /// <summary>Whether the first frame of an episode is kept at once.</summary>
    public bool Now => trigger.Now;

    /// <summary>Episodes so far.</summary>
    public long Fired { get; private set; }

    /// <summary>Episodes there was no token for.</summary>
    public long Suppressed { get; private set; }

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">Borrowed.</param>
    /// <param name="look">What its pixels say.</param>
    /// <param name="at">Seconds on the source's clock.</param>
    /// <returns>The episodes that the frame should stand for, and whether each begins with it; valid until the next look.</returns>
    public ReadOnlySpan<(Episode Episode, bool Opened)> Look(Frame frame, in FrameLook look, double at)
    {
        _standing.Clear();
        var severity = _rule.Look(frame, look, at);
        if (_rule is IObjectRule objects)
            foreach (var (track, bad) in objects.Found) Hold(track, bad, at);
        else if (severity > 0) Hold(null, severity, at);
        for (var i = _running.Count - 1; i >= 0; i--)
            if (at - _running[i].LastHeld > (_running[i].Track == null ? HoldsOverSeconds : TrackHoldsOverSeconds)) _running.RemoveAt(i);
        return CollectionsMarshal.AsSpan(_standing);
    }

    /// <summary>Judges the episodes of the period again, by what is known now.</summary>
    /// <returns>The worst of them, as many as there were tokens for.</returns>
    public List<Episode> Judge()
    {
        if (Hindsight is not { } rule) return _period;
        foreach (var episode in _period)
            if (episode.Evidence is { } evidence) episode.Severity = rule.SeverityOf(evidence);
        if (rule.IsLearning) return [];

        // First those that are kept already, last those whose picture could not be had.
        return [.. _period.OrderByDescending(static episode => episode.Candidate is { } shown ? shown.IsChosen ? 2 : 1 : 0)
            .ThenByDescending(static episode => episode.Severity).Take(_granted)];
    }

    /// <summary>The period is over: an episode that goes on is over with it, and those that there is no token for lose their frames.</summary>
    public void EndPeriod()
    {
        foreach (var spare in _period.Except(Judge()).ToList()) spare.Displace();
        foreach (var run in _running) run.Episode = null;
        _period.Clear();
        _granted = 0;
    }

    // What is handed on at once cannot be judged again.
    private IHindsight? Hindsight => trigger.Now ? null : _rule as IHindsight;

    private void Hold(long? track, float severity, double at)
    {
        if (trigger.Now && _rule is IHindsight { IsLearning: true }) return;
        var opened = false;
        var run = RunOf(track);
        if (run == null)
        {
            if (_running.Count == MostRunning) _running.RemoveAt(0);
            _running.Add(run = new(track));
            opened = _bucket.TryTake(at);
            if (opened) (Fired, _granted) = (Fired + 1, _granted + 1);
            else Suppressed++;
            if (Hindsight != null && _spare.TryTake(at)) opened = true;
        }

        run.LastHeld = at;

        // Without a token of its own a worse one takes that of the mildest, unless that was handed on at once.
        if (run.Episode == null && !opened && !trigger.Now && MildestBelow(severity, at) is { } mild)
        {
            _period.Remove(mild);
            foreach (var other in _running)
                if (other.Episode == mild) other.Episode = null;
            mild.Displace();
            opened = true;
        }

        if (opened) _period.Add(run.Episode = new(Name));
        if (run.Episode is not { } episode) return;
        if (episode.Candidate != null && (severity <= episode.Severity * WorthReplacing || at - run.LastStood < SecondsBetweenReplacements)) return;
        (episode.Severity, run.LastStood) = (severity, at);
        episode.Evidence = track is { } id ? Hindsight?.EvidenceOf(id) : null;
        _standing.Add((episode, opened));
    }

    private TriggerRun? RunOf(long? track)
    {
        foreach (var run in _running)
            if (run.Track == track) return run;
        return null;
    }

    private Episode? MildestBelow(float severity, double at)
    {
        if (Hindsight != null && at - _judgedAt >= SecondsBetweenJudgements)
        {
            Judge();
            _judgedAt = at;
        }

        Episode? mildest = null;
        foreach (var episode in _period)
            if (episode.Candidate is not { IsChosen: true } && episode.Severity < (mildest?.Severity ?? severity)) mildest = episode;
        return mildest;
    }

    private static ITriggerRule RuleOf(KeyframeTrigger trigger) => trigger.When switch
    {
        TriggerKind.Band => new BandRule(trigger.Limit, trigger.Epsilon, trigger.AtLeast),
        TriggerKind.Flicker => new FlickerRule(),
        TriggerKind.Disagree => new DisagreeRule(trigger.Shadow ?? "", trigger.Limit),
        TriggerKind.Errors => new ErrorsRule(trigger.Name, trigger.MoreThan, trigger.Within),
        TriggerKind.CountJump => new CountJumpRule(trigger.MoreThan, trigger.Within),
        TriggerKind.NewClass => new NewClassRule(trigger.Within),
        TriggerKind.Class when trigger.Classes.Count > 0 => new ClassRule(trigger.Limit, new(trigger.Classes)),
        TriggerKind.Class => new RareClassRule(trigger.Limit, trigger.Within),
        TriggerKind.Rare => new RareRule(trigger.Limit, trigger.Within),
        TriggerKind.Path => new PathRule(trigger.Limit, trigger.Within, new(trigger.Classes)),
        TriggerKind.Place => new PlaceRule(trigger.Limit, trigger.Within, new(trigger.Classes)),
        TriggerKind.Stand => new StandRule(trigger.Limit, trigger.Within, new(trigger.Classes)),
        TriggerKind.Colour => new ColourRule(trigger.Limit, trigger.Within, new(trigger.Classes)),
        TriggerKind.Drift => new DriftRule(),
        TriggerKind.Event => new EventRule(trigger.Name, trigger.Place, trigger.Direction),
        _ => new AttributeRule(trigger.Name, trigger.Limit),
    };
}
