using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object that came and stands where hardly any has stood so far, or not for so long.</summary>
/// <param name="threshold">The share of frames in which objects stand where that is more usual.</param>
/// <param name="learning">For so long every place is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class StandRule(double threshold, TimeSpan learning, ObjectFilter objects) : LearnedRule<Stay>(threshold, learning, objects)
{
    private readonly PlaceCounts _stood = new(Stay.Levels);

    /// <inheritdoc/>
    protected override double BitsOf(Frame frame, in Detection detection, Stay track, double at, double seconds)
    {
        if (track.IsNew) _stood.Begin();
        var footing = new Footing(frame, detection.Box);
        if (track.Follow(footing.Foot, footing.Size, at) is { } level)
        {
            track.Bits = _stood.BitsOf(_stood.Most(level, footing.Place, Math.Max(1, footing.Near)));
            _stood.Add(level, footing.Place);
        }

        return track.Bits;
    }

    /// <inheritdoc/>
    protected override void SaveUsual(StateWriter to) => _stood.Save(to);

    /// <inheritdoc/>
    protected override void LoadUsual(StateReader from) => _stood.Load(from);
}
