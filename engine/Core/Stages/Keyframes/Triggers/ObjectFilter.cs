using System.Collections.Frozen;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>The classes of objects that a rule looks at.</summary>
/// <param name="labels">Their labels; none for all.</param>
internal sealed class ObjectFilter(IReadOnlyCollection<string> labels)
{
    private readonly FrozenSet<string> _labels = labels.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every object.</summary>
    public static ObjectFilter All { get; } = new([]);

    /// <summary>Whether it looks at objects of a class.</summary>
    public bool Takes(string label) => _labels.Count == 0 || _labels.Contains(label);
}
