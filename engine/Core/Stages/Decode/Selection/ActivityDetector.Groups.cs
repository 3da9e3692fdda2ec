namespace Sluice.Core.Stages.Decode.Selection;

/// <content>
/// What is decided group by group: whether quiet has been learnt, whether a lasting change is the camera's rather than the scene's, and
/// whether packets can tell at all.
/// </content>
internal sealed partial class ActivityDetector
{
    private const int KeptGroups = 3;

    // Groups in a row that have to repeat themselves before they count as quiet, at first and when everything looks like activity.
    private const int GroupsToLearn = 3, GroupsToRelearn = 5;

    // How far groups may be apart, as a whole and by quarters, and still repeat each other: so many octaves, and so many deviations of
    // their own noise, of which no more counts than quiet has. Traffic does not repeat itself.
    private const double MeanOctaves = 0.05, MeanDeviations = 1.5, QuarterOctaves = 0.08, QuarterDeviations = 2, MostQuietNoise = 0.12;

    // The least lasting change that opens, as a part of an intra frame. Above this it is more than what a person some way off adds.
    private const double BlindFrom = 0.010, SeeingBelow = 0.008;

    private readonly GroupLevels[] _kept = [new(), new(), new()];
    private GroupLevels _group = new();
    private int _keptCount;
    private int _alike;
    private double? _groupAt;
    private double _groupSeconds;

    private void EndGroup(double seconds)
    {
        const int LeastPackets = 3;
        if (_groupAt is { } began && seconds > began) _groupSeconds = seconds - began;
        _groupAt = seconds;
        if (_group.Count < LeastPackets)
        {
            _group.Clear();
            return;
        }

        var comparison = _keptCount > 0 ? GroupComparison.Of(_group, _kept[0]) : null;
        Keep();
        Calm();
        if (comparison is not { } change) return;
        _alike = Repeats(change) ? _alike + 1 : 0;
        if (_alike == 0 && State == GateState.Active) Sign(seconds);
        var least = LeastVisible(change);
        var learnt = State switch
        {
            GateState.Learning => _alike >= GroupsToLearn,
            GateState.Active => _alike >= GroupsToRelearn,
            GateState.Blind => _alike >= GroupsToLearn && least < SeeingBelow,
            _ => false,
        };
        if (learnt && seconds > _heldUntil) Begin(change, seconds);
        if (State != GateState.Quiet || SeesPictures || least <= BlindFrom) return;
        State = GateState.Blind;
        Reason = FormattableString.Invariant(
            $"while nothing happens packets vary so much that a change below {100 * least:0.#} % of an intra frame goes unseen");
    }

    private void Keep()
    {
        var spare = _kept[^1];
        for (var i = KeptGroups - 1; i > 0; i--) _kept[i] = _kept[i - 1];
        _kept[0] = _group;
        _group = spare;
        _group.Clear();
        _keptCount = Math.Min(_keptCount + 1, KeptGroups);
    }

    private static bool Repeats(in GroupComparison change)
    {
        var noise = Math.Clamp(change.Noise, LeastNoise, MostQuietNoise) * Math.Sqrt(2);
        return change.Quarter < QuarterOctaves + (QuarterDeviations * noise / Math.Sqrt(change.QuarterPlaces)) &&
            Math.Abs(change.Mean) < MeanOctaves + (MeanDeviations * noise / Math.Sqrt(change.Places));
    }

    /// <summary>
    /// The least lasting change that would open the gate at its usual sensitivity, as a part of what an intra frame takes. A gate asked to
    /// open less often sees no worse for it.
    /// </summary>
    private double LeastVisible(in GroupComparison change)
    {
        var last = Spans.Length - 1;
        var isLearnt = State is GateState.Quiet or GateState.Active;
        var deviation = Math.Max(isLearnt ? _noise * DifferenceToDeviation : change.Noise, LeastNoise);
        var spread = isLearnt ? _spreads[last] : FirstSpread(last);
        var octaves = Math.Max(Deviations[last] * spread, Least[last]) * deviation;
        return _kept[0].MeanLinear() / _intraCost * (double.Exp2(octaves) - 1);
    }

    private double FirstSpread(int span) => 1.5 * Math.Sqrt(_period / Spans[span] / 2);

    /// <summary>Takes the last groups for what quiet looks like.</summary>
    private void Begin(in GroupComparison change, double seconds)
    {
        Array.Clear(_seen);
        for (var i = 0; i < _keptCount; i++)
        {
            foreach (var place in _kept[i].Places)
            {
                var n = _seen[place]++;
                _levels[place] = n == 0 ? _kept[i][place] : ((_levels[place] * n) + _kept[i][place]) / (n + 1);
            }
        }

        if (State != GateState.Active)
        {
            _noise = Math.Max(change.Noise, LeastNoise) / DifferenceToDeviation;
            for (var i = 0; i < Spans.Length; i++) _spreads[i] = FirstSpread(i);
        }

        State = GateState.Quiet;
        Reason = null;
        Array.Clear(_averages);
        (_lastDifference, _alike, _activeAt) = (null, 0, seconds);
    }
}
