namespace Sluice.Core.Stages.Decode.Selection;

/// <content>
/// What is decided group by group: whether quiet has been learnt, whether a lasting change is the camera's rather than the scene's, and
/// whether packets can tell at all.
/// </content>
internal sealed partial class ActivityDetector
{
    private const int KeptGroups = 3;

    // Groups in a row that have to repeat themselves before they count as quiet, at first and when everything looks like activity.
    private const int GroupsToLearn = 2, GroupsToRelearn = 4;

    // How far groups may be apart and still repeat each other: a fixed part, and one of their own noise.
    private const double LearningTolerance = 0.10, RelearningTolerance = 0.03, QuarterDeviations = 3, MeanDeviations = 2.5;

    // Above this part of an intra frame, pictures cost so much while nothing happens that sensor noise covers what a person adds.
    private const double BlindFrom = 0.15, SeeingBelow = 0.12;

    private readonly GroupLevels[] _kept = [new(), new(), new()];
    private GroupLevels _group = new();
    private int _keptCount;
    private int _alike;

    private void EndGroup(double seconds)
    {
        const int LeastPackets = 3;
        if (_group.Count < LeastPackets)
        {
            _group.Clear();
            return;
        }

        var comparison = _keptCount > 0 ? GroupComparison.Of(_group, _kept[0]) : null;
        Keep();
        if (comparison is not { } change) return;
        _alike = Repeats(change) ? _alike + 1 : 0;
        var part = _kept[0].MeanLinear() / _intraCost;
        var learnt = State switch
        {
            GateState.Learning => _alike >= GroupsToLearn,
            GateState.Active => _alike >= GroupsToRelearn,
            GateState.Blind => _alike >= GroupsToLearn && part < SeeingBelow,
            _ => false,
        };
        if (learnt) Begin(change, seconds);
        if (State != GateState.Quiet || part <= BlindFrom) return;
        State = GateState.Blind;
        Reason = FormattableString.Invariant(
            $"a picture in which nothing happens takes {part:P0} of an intra frame: sensor noise covers what small objects add");
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

    private bool Repeats(in GroupComparison change)
    {
        var noise = Math.Max(change.Noise, LeastNoise) * Math.Sqrt(2);
        var ofQuarter = QuarterDeviations * noise / Math.Sqrt(change.QuarterPlaces);
        if (State != GateState.Active) return change.Quarter < LearningTolerance + ofQuarter;
        return change.Quarter < (2 * RelearningTolerance) + ofQuarter &&
            Math.Abs(change.Mean) < RelearningTolerance + (MeanDeviations * noise / Math.Sqrt(change.Places));
    }

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
            for (var i = 0; i < Spans.Length; i++) _spreads[i] = 1.5 * Math.Sqrt(_period / Spans[i] / 2);
        }

        State = GateState.Quiet;
        Reason = null;
        Array.Clear(_averages);
        (_lastDifference, _alike, _activeAt) = (null, 0, seconds);
    }
}
