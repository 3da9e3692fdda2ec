using System.Numerics;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object that came and stands where hardly any has stood so far, or not for so long.</summary>
/// <param name="threshold">The share of frames in which objects stand where that is more usual.</param>
/// <param name="learning">For so long every place is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class StandRule(double threshold, TimeSpan learning, ObjectFilter objects) : ITriggerRule, IKeptRule
{
    private readonly PlaceCounts _stood = new(Stay.Levels);
    private readonly TrackMemory<Stay> _stays = new();
    private readonly SurpriseScale _scale = new(threshold, learning);

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        float width = Math.Max(1, frame.DisplayWidth), height = Math.Max(1, frame.DisplayHeight);
        var most = 0.0;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } id || detection.Predicted || !objects.Takes(detection.Label)) continue;
            var (stay, box) = (_stays.Of(id, at, out _), detection.Box);
            if (stay.IsNew) _stood.Begin();
            var foot = new Vector2((box.X1 + box.X2) / 2, box.Y2);
            var size = MathF.Sqrt(Math.Max(1, box.Area));
            if (stay.Follow(foot, size, at) is { } level)
            {
                var place = PlaceCounts.At(foot / new Vector2(width, height));
                stay.Bits = _stood.BitsOf(_stood.Most(level, place, Math.Max(1, PlaceCounts.NearOf(Math.Min(box.Width, size) / width))));
                _stood.Add(level, place);
            }

            most = Math.Max(most, stay.Bits);
        }

        _stays.Forget(at);
        return _scale.SeverityOf(most, at);
    }

    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        _stood.Save(to);
        _scale.Save(to);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        _stood.Load(from);
        _scale.Load(from);
    }
}
