using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object that came and stands where hardly any has stood so far, or not for so long.</summary>
/// <param name="threshold">The share of frames in which objects stand where that is more usual.</param>
/// <param name="learning">For so long every place is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class StandRule(double threshold, TimeSpan learning, ObjectFilter objects) : LearnedRule<Stay>(threshold, learning, objects), IHindsight
{
    private readonly PlaceCounts _stood = new(Stay.Levels);

    /// <inheritdoc/>
    public float[]? EvidenceOf(long track)
        => Known(track) is { Bits: > 0 } stay ? [stay.Reached, .. MemoryMarshal.Cast<Spot, float>([stay.Spot])] : null;

    /// <inheritdoc/>
    public float SeverityOf(ReadOnlySpan<float> evidence)
        => evidence.IsEmpty ? 0 : SurpriseScale.Severity(BitsOf((int)evidence[0], MemoryMarshal.Cast<float, Spot>(evidence[1..])[0], counted: 1));

    /// <inheritdoc/>
    protected override double BitsOf(Frame frame, in Detection detection, Stay track, double at, double seconds)
    {
        if (track.IsNew) _stood.Begin();
        var footing = new Footing(frame, detection.Box);
        if (track.Follow(footing.Foot, footing.Size, at) is { } level)
        {
            var spot = new Spot(footing.Place.Column, footing.Place.Row, Math.Max(1, footing.Near), 1);
            track.Stood(level, spot, BitsOf(level, spot, counted: 0));
            _stood.Add(level, footing.Place);
        }

        return track.Bits;
    }

    /// <inheritdoc/>
    protected override void SaveUsual(StateWriter to) => _stood.Save(to);

    /// <inheritdoc/>
    protected override void LoadUsual(StateReader from) => _stood.Load(from);

    private double BitsOf(int level, in Spot spot, int counted) => _stood.BitsOf(Math.Max(0, _stood.Most(level, spot.Place, (int)spot.Near) - counted));
}
