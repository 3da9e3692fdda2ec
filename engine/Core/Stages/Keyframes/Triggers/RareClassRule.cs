using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object of a class that hardly any track of the source has had.</summary>
/// <param name="threshold">The share of frames whose objects are of more usual classes.</param>
/// <param name="learning">For so long every class is new.</param>
internal sealed class RareClassRule(double threshold, TimeSpan learning) : LearnedRule<SeenAs>(threshold, learning, ObjectFilter.All)
{
    // Classes that come after them are not looked at.
    private const int MostClasses = 256;

    // Tracks after which all counts are halved, and of how few nothing is known yet.
    private const int MostTracks = 16384, Doubt = 20;

    // What a model doubts, or was sure of once, may not be there at all: it is counted, and surprises nobody.
    private const float SureScore = 0.5f;
    private const int SureLooks = 2;

    // It surprises for a while, so that what is parked does not for ever.
    private const double SurprisesSeconds = 5;
    private readonly List<string> _labels = [];
    private readonly List<int> _counts = [];
    private int _tracks;

    /// <inheritdoc/>
    protected override double BitsOf(Frame frame, in Detection detection, SeenAs track, double at, double seconds)
    {
        var seen = ClassOf(detection.Label);
        if (seen < 0) return 0;
        Count(track, track.Votes.Add(seen, detection.Score));
        if (track.Class != seen || detection.Score < SureScore) return 0;
        if (++track.Sure == SureLooks) track.Since = at;
        return track.Sure < SureLooks || at - track.Since > SurprisesSeconds ? 0 : Math.Max(0, Math.Log2((_tracks + Doubt) / (double)Math.Max(1, _counts[seen])));
    }

    /// <inheritdoc/>
    protected override void SaveUsual(StateWriter to)
    {
        to.Int(_tracks);
        to.Int(_labels.Count);
        for (var i = 0; i < _labels.Count; i++)
        {
            to.Text(_labels[i]);
            to.Int(_counts[i]);
        }
    }

    /// <inheritdoc/>
    protected override void LoadUsual(StateReader from)
    {
        _labels.Clear();
        _counts.Clear();
        _tracks = from.Int();
        for (var left = from.Count(MostClasses); left > 0; left--)
        {
            _labels.Add(from.Word());
            _counts.Add(from.Int());
        }
    }

    // A track is counted once, as what it was seen most.
    private void Count(SeenAs track, int as_)
    {
        if (track.Class == as_) return;
        if (track.Class >= 0) _counts[track.Class] = Math.Max(0, _counts[track.Class] - 1);
        else _tracks++;
        (track.Class, track.Sure) = (as_, 0);
        _counts[as_]++;
        if (_tracks < MostTracks) return;
        _tracks /= 2;
        for (var i = 0; i < _counts.Count; i++) _counts[i] /= 2;
    }

    private int ClassOf(string label)
    {
        var known = _labels.IndexOf(label);
        if (known >= 0 || _labels.Count == MostClasses) return known;
        _labels.Add(label);
        _counts.Add(0);
        return _labels.Count - 1;
    }
}
