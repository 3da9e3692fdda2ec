namespace Sluice.Core.Stages.Analytics;

/// <summary>Lists of names in options.</summary>
internal static class Selection
{
    /// <summary>Whether a name is among those wanted; all are when none is given.</summary>
    public static bool Takes(IReadOnlyList<string> wanted, string name)
    {
        if (wanted.Count == 0) return true;
        for (var i = 0; i < wanted.Count; i++)
            if (wanted[i] == name) return true;
        return false;
    }
}
