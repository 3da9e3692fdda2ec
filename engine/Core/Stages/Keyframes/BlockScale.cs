using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Learns what the learned block has to count so that half of what makes two frames of this source differ comes from it: by the medians of
/// both blocks' distances over the first 500 frames, then never again. For one thread.
/// </summary>
internal sealed class BlockScale
{
    private const int Frames = 500;

    // The weight is looked at again when there are so many distances, and so many times as many.
    private const int First = 32;
    private readonly List<float[]> _earlier = [];
    private readonly List<float> _plain = [];
    private readonly List<float> _learned = [];

    /// <summary>What a squared difference in the learned block counts; 0 before anything is known.</summary>
    public float Weight { get; private set; }

    /// <summary>Whether it is learnt for good.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Looks at a frame.</summary>
    /// <param name="features">Its appearance, both blocks.</param>
    /// <returns>Whether <see cref="Weight"/> changed.</returns>
    public bool Add(ReadOnlySpan<float> features)
    {
        if (IsFrozen) return false;
        if (_earlier.Count > 0)
        {
            // Frames a moment ago and a long time ago in turn.
            var other = _earlier[_plain.Count % _earlier.Count].AsSpan();
            const int at = AppearanceFeatures.Length;
            _plain.Add(MathF.Sqrt(VectorMath.SquaredDistance(features[..at], other[..at])));
            _learned.Add(MathF.Sqrt(VectorMath.SquaredDistance(features[at..], other[at..])));
        }

        if (int.IsPow2(_plain.Count) || _plain.Count == 0) _earlier.Add(features.ToArray());
        IsFrozen = _plain.Count >= Frames;
        return (IsFrozen || (_plain.Count >= First && int.IsPow2(_plain.Count))) && Settle();
    }

    /// <summary>Makes use of what is known so far.</summary>
    /// <returns>Whether <see cref="Weight"/> changed.</returns>
    public bool Settle()
    {
        const int Least = 8;
        if (_plain.Count < Least) return false;
        var (before, plain, learned) = (Weight, Median(_plain), Median(_learned));
        Weight = learned > 1e-6f ? plain / learned * (plain / learned) : 0;
        if (!IsFrozen) return Weight != before;
        _earlier.Clear();
        _plain.Clear();
        _learned.Clear();
        return Weight != before;
    }

    /// <summary>Writes what it knows; distances of a scale that is not frozen yet are gathered anew.</summary>
    public void Save(StateWriter to)
    {
        to.Float(Weight);
        to.Bool(IsFrozen);
    }

    /// <summary>Goes on from there.</summary>
    public void Load(StateReader from) => (Weight, IsFrozen) = (from.Float(), from.Bool());

    private static float Median(List<float> of)
    {
        var sorted = of.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
