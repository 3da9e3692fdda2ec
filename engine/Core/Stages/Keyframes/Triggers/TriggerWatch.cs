using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>One collection rule at one source: opens episodes while it holds, as many as its token bucket allows: the worst of a period, unless their frames are handed on at once. For one thread.</summary>
/// <param name="trigger">The rule's options.</param>
internal sealed partial class TriggerWatch(KeyframeTrigger trigger)
{
    // A rule that lets go for a moment is still the same episode.
    private const double HoldsOverSeconds = 2;
    private const float WorthReplacing = 1.2f;
    private const double SecondsBetweenReplacements = 0.5;
    private const double Burst = 3;
    private readonly ITriggerRule _rule = RuleOf(trigger);
    private readonly List<Episode> _period = [];
    private TokenBucket _bucket = new(trigger.Rate.Period is { } period ? trigger.Rate.Count / period.TotalSeconds : 0,
        trigger.Rate.Period == null ? trigger.Rate.Count : Math.Min(Burst, trigger.Rate.Count));
    private bool _holds;
    private double _lastHeld;
    private double _lastStood;

    /// <summary>Its name.</summary>
    public string Name => trigger.Label;

    /// <summary>Whether the first frame of an episode is kept at once.</summary>
    public bool Now => trigger.Now;

    /// <summary>The episode that runs; null between two, and when there was no token for it.</summary>
    public Episode? Episode { get; private set; }

    /// <summary>Episodes so far.</summary>
    public long Fired { get; private set; }

    /// <summary>Episodes there was no token for.</summary>
    public long Suppressed { get; private set; }

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">Borrowed.</param>
    /// <param name="look">What its pixels say.</param>
    /// <param name="at">Seconds on the source's clock.</param>
    /// <param name="opened">Whether an episode begins with it.</param>
    /// <returns>Whether the frame should stand for the episode that runs.</returns>
    public bool Look(Frame frame, in FrameLook look, double at, out bool opened)
    {
        opened = false;
        var severity = _rule.Look(frame, look, at);
        if (severity <= 0)
        {
            if (_holds && at - _lastHeld > HoldsOverSeconds) (_holds, Episode) = (false, null);
            return false;
        }

        _lastHeld = at;
        if (!_holds)
        {
            _holds = true;
            opened = _bucket.TryTake(at);
            if (opened) Fired++;
            else Suppressed++;
        }

        // Without a token of its own a worse one takes that of the mildest, unless that was handed on at once.
        if (Episode == null && !opened && !trigger.Now && MildestBelow(severity) is { } mild)
        {
            _period.Remove(mild);
            mild.Displace();
            opened = true;
        }

        if (opened) _period.Add(Episode = new(Name));
        if (Episode is not { } episode) return false;
        var stands = episode.Candidate == null || (severity > episode.Severity * WorthReplacing && at - _lastStood >= SecondsBetweenReplacements);
        if (stands) (episode.Severity, _lastStood) = (severity, at);
        return stands;
    }

    /// <summary>The period is over: an episode that goes on is over with it.</summary>
    public void EndPeriod()
    {
        Episode = null;
        _period.Clear();
    }

    private Episode? MildestBelow(float severity)
    {
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
