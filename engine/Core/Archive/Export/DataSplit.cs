using System.Security.Cryptography;
using System.Text;
using Sluice.Core.Archive.Catalog;

namespace Sluice.Core.Archive.Export;

/// <summary>
/// Parts keyframes for training from those for validation. What shows the same, and what shows the same tracked object, stays on one side: a
/// model is not to be asked about what it was taught. Which side is a matter of the ids, so that a later export agrees with an earlier one.
/// </summary>
internal static class DataSplit
{
    /// <summary>Splits.</summary>
    /// <param name="entries">The keyframes.</param>
    /// <param name="share">Share for validation, at most; 0 to 1.</param>
    /// <param name="seed">Another split for another seed.</param>
    /// <returns>For each whether it is for validation.</returns>
    public static bool[] Of(IReadOnlyList<CatalogEntry> entries, double share, int seed)
    {
        var groups = Groups(entries);
        var order = groups.Select(group => (Group: group, Rank: Rank(group.Min(at => entries[at].Keyframe.Key)!, seed)))
            .OrderBy(static one => one.Rank, StringComparer.Ordinal).Select(static one => one.Group).ToList();
        var validation = new bool[entries.Count];
        var wanted = (int)Math.Round(entries.Count * share, MidpointRounding.AwayFromZero);
        var taken = 0;
        foreach (var group in order)
        {
            if (taken + group.Count > wanted) continue;
            foreach (var at in group) validation[at] = true;
            taken += group.Count;
        }

        return validation;
    }

    /// <summary>Keyframes that belong together, by their places.</summary>
    public static List<List<int>> Groups(IReadOnlyList<CatalogEntry> entries)
    {
        var above = Enumerable.Range(0, entries.Count).ToArray();
        var tracks = new Dictionary<(string Source, string Run, long Track), int>();
        for (var at = 0; at < entries.Count; at++)
        {
            var known = entries[at].Keyframe;
            foreach (var box in known.Boxes)
            {
                if (box.Track is not { } track) continue;
                if (!tracks.TryAdd((known.Source, known.Run, track), at)) Join(tracks[(known.Source, known.Run, track)], at);
            }

            for (var other = 0; other < at; other++)
                if (Top(other) != Top(at) && NearDuplicates.AreSame(entries[other].Keyframe, known)) Join(other, at);
        }

        return [.. Enumerable.Range(0, entries.Count).GroupBy(Top).Select(static group => group.ToList())];

        int Top(int at)
        {
            while (above[at] != at) at = above[at] = above[above[at]];
            return at;
        }

        void Join(int one, int other) => above[Top(other)] = Top(one);
    }

    private static string Rank(string key, int seed) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{key}")));
}
