using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>Counts by class. Bounded by the classes there are; for one thread.</summary>
internal sealed class ClassTally
{
    private readonly List<PlaceCount> _counts = [];

    /// <summary>All classes' counts in.</summary>
    public long In { get; private set; }

    /// <summary>All classes' counts out.</summary>
    public long Out { get; private set; }

    /// <summary>Whether something was counted since <see cref="Take"/>.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Counts one in.</summary>
    /// <returns>The class's counts after it.</returns>
    public PlaceCount AddIn(string label)
    {
        In++;
        return Add(label, 1, 0);
    }

    /// <summary>Counts one out.</summary>
    /// <returns>The class's counts after it.</returns>
    public PlaceCount AddOut(string label)
    {
        Out++;
        return Add(label, 0, 1);
    }

    /// <summary>The counts as they are now.</summary>
    public ImmutableArray<PlaceCount> Take()
    {
        IsChanged = false;
        return [.. _counts];
    }

    private PlaceCount Add(string label, int moreIn, int moreOut)
    {
        IsChanged = true;
        for (var i = 0; i < _counts.Count; i++)
        {
            var count = _counts[i];
            if (count.Label == label) return _counts[i] = count with { In = count.In + moreIn, Out = count.Out + moreOut };
        }

        var first = new PlaceCount(label, moreIn, moreOut);
        _counts.Add(first);
        return first;
    }
}
