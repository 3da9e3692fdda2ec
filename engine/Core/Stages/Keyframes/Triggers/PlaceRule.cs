using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object where hardly any of its class has been so far: somebody on the carriageway, a car on the pavement.</summary>
/// <param name="threshold">The share of frames whose objects are at more usual places.</param>
/// <param name="learning">For so long every place is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class PlaceRule(double threshold, TimeSpan learning, ObjectFilter objects) : LearnedRule<Whereabouts>(threshold, learning, objects)
{
    // 4.6 KB each. Classes that come after them are not looked at.
    private const int MostClasses = 32;

    // What a model doubts may not be there at all: it is counted, and surprises nobody.
    private const float Sure = 0.5f;
    private readonly List<string> _labels = [];
    private readonly List<PlaceCounts> _been = [];

    /// <inheritdoc/>
    protected override double BitsOf(Frame frame, in Detection detection, Whereabouts track, double at, double seconds)
    {
        var seen = ClassOf(detection.Label);
        if (seen < 0) return 0;
        var (isNew, kind) = (track.IsNew, track.Vote(seen, detection.Score));
        var counts = _been[kind];
        if (isNew) counts.Begin();
        var footing = new Footing(frame, detection.Box);
        if (!footing.IsCut && track.Enter(footing.Place))
        {
            var bits = detection.Score < Sure ? 0 : counts.BitsOf(counts.Most(0, footing.Place, Math.Max(1, footing.Near)));
            counts.Add(0, footing.Place);
            track.Add(bits, at);
        }

        return track.BitsAt(at);
    }

    /// <inheritdoc/>
    protected override void SaveUsual(StateWriter to)
    {
        to.Int(_labels.Count);
        for (var i = 0; i < _labels.Count; i++)
        {
            to.Text(_labels[i]);
            _been[i].Save(to);
        }
    }

    /// <inheritdoc/>
    protected override void LoadUsual(StateReader from)
    {
        _labels.Clear();
        _been.Clear();
        for (var left = from.Count(MostClasses); left > 0; left--)
        {
            _labels.Add(from.Word());
            _been.Add(new(1));
            _been[^1].Load(from);
        }
    }

    private int ClassOf(string label)
    {
        var known = _labels.IndexOf(label);
        if (known >= 0 || _labels.Count == MostClasses) return known;
        _labels.Add(label);
        _been.Add(new(1));
        return _labels.Count - 1;
    }
}
