using System.Globalization;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>A frame attribute that is true, or a number that is large enough.</summary>
internal sealed class AttributeRule(string name, double threshold) : ITriggerRule
{
    /// <inheritdoc/>
    public float Look(Frame frame, in FrameLook look, double at) => !frame.Attributes.TryGetValue(name, out var value) ? 0 : value switch
    {
        bool holds => holds ? 1 : 0,
        string => 0,
        IConvertible number => Severity(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => 0,
    };

    private float Severity(double value) => value >= threshold ? (float)Math.Clamp(value, 0.01, 1) : 0;
}
