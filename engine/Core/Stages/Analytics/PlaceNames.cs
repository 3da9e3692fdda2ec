namespace Sluice.Core.Stages.Analytics;

/// <summary>Names of zones and lines: one source has each only once, and different sources may share them, as doors of many cameras do.</summary>
internal sealed class PlaceNames
{
    private readonly List<(string Name, IReadOnlyList<string> Sources, string Key)> _taken = [];

    /// <summary>Takes a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="sources">Whose pictures have the place; empty for all.</param>
    /// <param name="key">Where in the options it stands.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public string? Take(string name, IReadOnlyList<string> sources, string key)
    {
        foreach (var (other, theirs, where) in _taken)
        {
            if (other != name || !Meet(theirs, sources)) continue;
            return $"'{name}' is taken by {where}; names of zones and lines of one source must differ, because events go by them";
        }

        _taken.Add((name, sources, key));
        return null;
    }

    private static bool Meet(IReadOnlyList<string> some, IReadOnlyList<string> others)
        => some.Count == 0 || others.Count == 0 || some.Any(others.Contains);
}
