using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object that shows a colour which the objects of the source have not shown so far: blue lights, a livery, a load.</summary>
/// <param name="threshold">The share of frames whose objects show more usual colours.</param>
/// <param name="learning">For so long every colour is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class ColourRule(double threshold, TimeSpan learning, ObjectFilter objects) : ITriggerRule, IKeptRule
{
    // Lamps stand out of the box a model draws.
    private const float Above = 0.15f;

    // What an object shows does not change from frame to frame.
    private const double SecondsBetweenLooks = 0.4;
    private readonly ColourTable _table = new();
    private readonly ColourPatch _patch = new();
    private readonly TrackMemory<ShownColours> _shown = new();
    private readonly SurpriseScale _scale = new(threshold, learning);

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        // Whoever reads samples that a device holds has them all copied: not for this.
        if (frame.Picture is not { } picture || picture is AvPicture { Surface: { IsCopied: false } } || !ColourPatch.CanRead(picture.Format)) return 0;
        var most = 0.0;
        foreach (ref readonly var detection in frame.Detections.AsSpan())
        {
            if (detection.TrackId is not { } id || detection.Predicted || !objects.Takes(detection.Label)) continue;
            var (shown, box) = (_shown.Of(id, at, out _), detection.Box);
            if (at - shown.LookedAt < SecondsBetweenLooks) continue;
            shown.LookedAt = at;
            if (!_patch.Read(frame, picture, new(box.X1, box.Y1 - (Above * box.Height), box.X2, box.Y2))) continue;
            most = Math.Max(most, _table.Add(_patch.Shown, shown));
        }

        _shown.Forget(at);
        return _scale.SeverityOf(most, at);
    }

    /// <inheritdoc/>
    public void Save(StateWriter to)
    {
        _table.Save(to);
        _scale.Save(to);
    }

    /// <inheritdoc/>
    public void Load(StateReader from)
    {
        _table.Load(from);
        _scale.Load(from);
    }
}
