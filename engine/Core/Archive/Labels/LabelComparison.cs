using Sluice.Abstractions;

namespace Sluice.Core.Archive.Labels;

/// <summary>Finds out what an annotator changed: boxes are matched by overlap, the best pairs first, those of one class before others.</summary>
internal static class LabelComparison
{
    // Below this two boxes are two objects; a pixel of rounding on the way through a format is no change.
    private const float LeastOverlap = 0.3f, RoundingPx = 1.5f;

    /// <summary>Compares.</summary>
    /// <param name="before">What the model said.</param>
    /// <param name="after">What the annotator left.</param>
    /// <returns>Every box of both, once.</returns>
    public static List<LabelledBox> Of(IReadOnlyList<ArchivedBox> before, IReadOnlyList<(string Label, BoundingBox Box)> after)
    {
        var pairs = new List<(int Old, int New, float Overlap, bool Same)>();
        for (var old = 0; old < before.Count; old++)
        {
            for (var now = 0; now < after.Count; now++)
            {
                var overlap = before[old].Box.IoU(after[now].Box);
                if (overlap >= LeastOverlap) pairs.Add((old, now, overlap, before[old].Label == after[now].Label));
            }
        }

        pairs.Sort(static (a, b) => a.Same != b.Same ? b.Same.CompareTo(a.Same) : b.Overlap.CompareTo(a.Overlap));
        var (taken, found) = (new HashSet<int>(), new Dictionary<int, int>());
        foreach (var pair in pairs)
            if (!found.ContainsKey(pair.New) && taken.Add(pair.Old)) found[pair.New] = pair.Old;

        var result = new List<LabelledBox>();
        for (var now = 0; now < after.Count; now++)
        {
            var (label, box) = after[now];
            if (!found.TryGetValue(now, out var old))
            {
                result.Add(new(BoxChange.Added, label, box, null));
                continue;
            }

            var was = before[old];
            var change = was.Label != label ? BoxChange.Relabelled : IsSame(was.Box, box) ? BoxChange.Kept : BoxChange.Moved;
            result.Add(new(change, label, box, was));
        }

        for (var old = 0; old < before.Count; old++)
            if (!taken.Contains(old)) result.Add(new(BoxChange.Removed, before[old].Label, before[old].Box, before[old]));
        return result;
    }

    private static bool IsSame(in BoundingBox a, in BoundingBox b)
        => Math.Abs(a.X1 - b.X1) <= RoundingPx && Math.Abs(a.Y1 - b.Y1) <= RoundingPx && Math.Abs(a.X2 - b.X2) <= RoundingPx && Math.Abs(a.Y2 - b.Y2) <= RoundingPx;
}
