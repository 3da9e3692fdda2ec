using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Regions;

/// <summary>
/// Joins what was found in overlapping parts of a frame: of two boxes of a class that overlap, or of which one lies in the other, the surer
/// one stays. The second rule is for objects cut by a seam. One thread at a time.
/// </summary>
/// <param name="limits">How much overlap makes two boxes one, and how many stay.</param>
internal sealed class AreaMerger(DetectionLimits limits)
{
    // What a tile shows of an object cut by its edge lies within the box of the whole object but for the detector's own error. Chosen, not
    // measured: lower joins objects that stand in front of each other, higher leaves halves.
    private const float Inside = 0.7f;
    private readonly List<Detection> _all = [];
    private readonly List<Detection> _kept = [];

    /// <summary>Adds what one part showed.</summary>
    /// <param name="found">In pixels of the displayed frame.</param>
    public void Add(ImmutableArray<Detection> found) => _all.AddRange(found.AsSpan());

    /// <summary>Ends the frame.</summary>
    /// <returns>By falling score.</returns>
    public ImmutableArray<Detection> Take()
    {
        _all.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        _kept.Clear();
        foreach (var detection in _all)
            if (_kept.Count < limits.Most && !IsKnown(detection)) _kept.Add(detection);
        _all.Clear();
        return ImmutableCollectionsMarshal.AsImmutableArray(_kept.ToArray());
    }

    private bool IsKnown(in Detection detection)
    {
        foreach (ref readonly var kept in CollectionsMarshal.AsSpan(_kept))
        {
            if (limits.Nms != Suppression.Agnostic && kept.ClassId != detection.ClassId) continue;
            var width = Math.Min(kept.Box.X2, detection.Box.X2) - Math.Max(kept.Box.X1, detection.Box.X1);
            var height = Math.Min(kept.Box.Y2, detection.Box.Y2) - Math.Max(kept.Box.Y1, detection.Box.Y1);
            if (width <= 0 || height <= 0) continue;
            var shared = width * height;
            if (shared > Inside * Math.Min(kept.Box.Area, detection.Box.Area)) return true;
            if (shared > limits.Iou * (kept.Box.Area + detection.Box.Area - shared)) return true;
        }

        return false;
    }
}
