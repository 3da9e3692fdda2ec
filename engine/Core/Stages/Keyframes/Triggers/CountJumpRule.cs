using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Suddenly more or fewer objects than usual lately.</summary>
internal sealed partial class CountJumpRule(int moreThan, TimeSpan within) : ITriggerRule, IKeptRule
{
    private double _usual;
    private double? _first;
    private double _last;

    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at)
    {
        if (frame.IsSkipped) return 0;
        var count = frame.Detections.Length;
        if (_first is not { } first)
        {
            (_first, _usual, _last) = (at, count, at);
            return 0;
        }

        var difference = Math.Abs(count - _usual);
        var share = 1 - Math.Exp(-Math.Max(0, at - _last) / within.TotalSeconds);
        _usual += share * (count - _usual);
        _last = Math.Max(_last, at);

        // Until the window has passed once nobody knows what is usual.
        return at - first < within.TotalSeconds || difference <= moreThan ? 0 : (float)Math.Min(1, difference / (2.0 * Math.Max(1, moreThan)));
    }
}
