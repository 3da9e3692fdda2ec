using Sluice.Abstractions;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>An object that shows a colour which the objects of the source have not shown so far: blue lights, a livery, a load.</summary>
/// <param name="threshold">The share of frames whose objects show more usual colours.</param>
/// <param name="learning">For so long every colour is new.</param>
/// <param name="objects">Those it looks at.</param>
internal sealed class ColourRule(double threshold, TimeSpan learning, ObjectFilter objects) : LearnedRule<ShownColours>(threshold, learning, objects)
{
    // Lamps stand out of the box a model draws.
    private const float Above = 0.15f;

    // What an object shows does not change from frame to frame.
    private const double SecondsBetweenLooks = 0.4;
    private readonly ColourTable _table = new();
    private readonly ColourPatch _patch = new();

    /// <summary>Whoever reads samples that a device holds has them all copied: not for this.</summary>
    protected override bool CanRead(Frame frame) => frame.Picture is { } picture and not AvPicture { Surface: { IsCopied: false } } && ColourPatch.CanRead(picture.Format);

    /// <inheritdoc/>
    protected override double BitsOf(Frame frame, in Detection detection, ShownColours track, double at, double seconds)
    {
        if (at - track.LookedAt < SecondsBetweenLooks) return 0;
        track.LookedAt = at;
        var box = detection.Box;
        return _patch.Read(frame, frame.Picture!, new(box.X1, box.Y1 - (Above * box.Height), box.X2, box.Y2)) ? _table.Add(_patch.Shown, track) : 0;
    }

    /// <inheritdoc/>
    protected override void SaveUsual(StateWriter to) => _table.Save(to);

    /// <inheritdoc/>
    protected override void LoadUsual(StateReader from) => _table.Load(from);
}
