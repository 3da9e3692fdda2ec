using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object where hardly any of its class has been so far: somebody on the carriageway, a car on the pavement.</summary>
/// <param name="threshold">The share of frames whose objects are at more usual places.</param>
/// <param name="learning">For so long every place is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class PlaceRule(double threshold, TimeSpan learning, ObjectFilter objects) : LearnedRule<Whereabouts>(threshold, learning, objects), IHindsight
{
    // 4.6 KB each. Classes that come after them are not looked at.
    private const int MostClasses = 32;

    // What a model doubts may not be there at all: it is counted, and surprises nobody.
    private const float Sure = 0.5f;
    private readonly List<string> _labels = [];
    private readonly List<PlaceCounts> _been = [];

    /// <inheritdoc/>
    public float[]? EvidenceOf(long track)
        => Known(track) is { Spots.IsEmpty: false } been ? [been.Kind, .. MemoryMarshal.Cast<Spot, float>(been.Spots)] : null;

    /// <inheritdoc/>
    public float SeverityOf(ReadOnlySpan<float> evidence)
    {
        if (evidence.IsEmpty || (int)evidence[0] >= _been.Count) return 0;
        var counts = _been[(int)evidence[0]];
        var (most, second) = (0.0, 0.0);
        foreach (ref readonly var spot in MemoryMarshal.Cast<float, Spot>(evidence[1..]))
        {
            var bits = BitsOf(counts, spot, counted: 1);
            (most, second) = bits > most ? (bits, most) : (most, Math.Max(second, bits));
        }

        return SurpriseScale.Severity(second);
    }

    /// <inheritdoc/>
    protected override double BitsOf(Frame frame, in Detection detection, Whereabouts track, double at, double seconds)
    {
        var seen = ClassOf(detection.Label);
        if (seen < 0) return 0;
        var (isNew, kind) = (track.IsNew, track.Vote(seen, detection.Score));
        var counts = _been[kind];
        if (isNew) counts.Begin();
        var footing = new Footing(frame, detection.Box);
        var spot = new Spot(footing.Place.Column, footing.Place.Row, Math.Max(1, footing.Near), detection.Score < Sure ? 0 : 1);
        if (!footing.IsCut && track.Enter(spot))
        {
            var bits = BitsOf(counts, spot, counted: 0);
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

    private static double BitsOf(PlaceCounts counts, in Spot spot, int counted)
        => spot.Sure == 0 ? 0 : counts.BitsOf(Math.Max(0, counts.Most(0, spot.Place, (int)spot.Near) - counted));

    private int ClassOf(string label)
    {
        var known = _labels.IndexOf(label);
        if (known >= 0 || _labels.Count == MostClasses) return known;
        _labels.Add(label);
        _been.Add(new(1));
        return _labels.Count - 1;
    }
}
