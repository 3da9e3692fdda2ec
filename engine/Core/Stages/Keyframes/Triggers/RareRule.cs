using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Objects that surprise more than those of nearly all other frames of the source.</summary>
/// <param name="threshold">The share of frames that have to surprise less.</param>
/// <param name="learning">For so long everything is new.</param>
internal sealed class RareRule(double threshold, TimeSpan learning) : ITriggerRule, IKeptRule
{
    private double? _first;

    /// <inheritdoc/>
    public void Save(StateWriter to) => to.Double(_first);

    /// <inheritdoc/>
    public void Load(StateReader from) => _first = from.MaybeDouble();

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        var first = _first ??= at;
        if (look.Rank < threshold || at - first < learning.TotalSeconds) return 0;
        return (float)Math.Clamp((look.Rank - threshold) / (1 - threshold), 0.01, 1);
    }
}
