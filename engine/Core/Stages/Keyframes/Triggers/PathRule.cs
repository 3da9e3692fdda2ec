using System.Runtime.InteropServices;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object that goes where nothing has gone so far, or goes there another way.</summary>
/// <param name="threshold">The share of frames whose objects go a more usual way.</param>
/// <param name="learning">For so long every way is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class PathRule(double threshold, TimeSpan learning, ObjectFilter objects) : LearnedRule<Way>(threshold, learning, objects), IHindsight
{
    // Boxes tremble: it takes half an object's size to have moved. Farther than four sizes from frame to frame is another object.
    private const float MovedBy = 0.5f, MostMoved = 4;
    private const double LostAfterSeconds = 2;
    private readonly FlowMap _flow = new();

    /// <inheritdoc/>
    public float[]? EvidenceOf(long track)
        => Known(track) is { IsCounted: true } way ? MemoryMarshal.Cast<Stretch, float>(way.Stretches).ToArray() : null;

    /// <inheritdoc/>
    public float SeverityOf(ReadOnlySpan<float> evidence)
    {
        var stretches = MemoryMarshal.Cast<float, Stretch>(evidence);
        Span<double> bits = stackalloc double[stretches.Length];
        for (var i = 0; i < bits.Length; i++) bits[i] = _flow.BitsOf(stretches[i].From, stretches[i].To, (int)stretches[i].Near, counted: 1);
        return SurpriseScale.Severity(Way.OfAll(bits));
    }

    /// <inheritdoc/>
    protected override double BitsOf(Frame frame, in Detection detection, Way track, double at, double seconds)
    {
        var footing = new Footing(frame, detection.Box);
        if (!track.HasBegun)
        {
            track.Begin(footing.Foot);
            return 0;
        }

        var moved = track.DistanceTo(footing.Foot) / footing.Size;
        if (moved < MovedBy) return 0;
        var from = track.Go(footing.Foot, footing.Size);
        if (footing.IsCut || moved > MostMoved || seconds > LostAfterSeconds) return 0;
        if (!track.IsCounted) _flow.Begin();
        var stretch = new Stretch(footing.Share(from), footing.Share(footing.Foot), footing.Near);
        return track.Add(stretch, _flow.Add(stretch.From, stretch.To, footing.Near));
    }

    /// <inheritdoc/>
    protected override void SaveUsual(StateWriter to) => _flow.Save(to);

    /// <inheritdoc/>
    protected override void LoadUsual(StateReader from) => _flow.Load(from);
}
