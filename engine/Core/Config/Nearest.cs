namespace Sluice.Core.Config;

/// <summary>Finds what a mistyped word was meant to be.</summary>
internal static class Nearest
{
    private const int FewEnoughToList = 16;

    /// <summary>The end of an error message: the nearest known word, or all of them when they are few and none is near.</summary>
    /// <param name="word">The unknown word.</param>
    /// <param name="known">The words that would be right.</param>
    /// <param name="what">How to introduce the whole list, such as <c>known keys are</c>.</param>
    public static string Hint(string word, IEnumerable<string> known, string what)
    {
        var words = known as IReadOnlyCollection<string> ?? [.. known];
        if (To(word, words) is { } nearest) return $"; nearest is '{nearest}'";
        if (words.Count is 0 or > FewEnoughToList) return "";
        return $"; {what} {string.Join(", ", words)}";
    }

    /// <summary>The known word that a third of the letters or fewer would have to change for; null when none is that near.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        string? best = null;
        var least = int.MaxValue;
        foreach (var candidate in known)
        {
            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= least || distance > Math.Max(1, Math.Max(word.Length, candidate.Length) / 3)) continue;
            least = distance;
            best = candidate;
        }

        return best;
    }

    /// <summary>Letters to insert, remove, replace or swap with their neighbour.</summary>
    internal static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var above = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) above[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, above, row) = (above, row, before);
        }

        return above[b.Length];
    }
}
