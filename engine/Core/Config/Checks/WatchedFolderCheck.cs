namespace Sluice.Core.Config.Checks;

/// <summary>What <c>watch</c> asks of a source: a folder that is read once, and a ledger outside of it.</summary>
internal static class WatchedFolderCheck
{
    private static readonly string[] Keys = ["settle", "marker", "state"];

    /// <summary>Adds what is wrong.</summary>
    /// <returns>Whether nothing is.</returns>
    public static bool Check(GraphDraft draft, Draft<SourceConfig> source, SourceConfig config, SourceKind kind, string location)
    {
        if (!config.Watch)
        {
            foreach (var key in Keys)
                if (source.Node[key] is { } unused) draft.Warn(unused.At, source.Place.Key(key), "has no meaning without watch: true");
            return true;
        }

        var sound = true;
        if (kind != SourceKind.Folder && (draft.Options.RequireFiles || kind != SourceKind.File))
            Add("watch", "is for a folder; 'uri' names none");
        if (config.Loop != LoopCount.Once) Add("loop", "a watched folder is read once, each session as it comes; leave 'loop' out");
        var inside = Path.GetRelativePath(location, config.StateDirectory);
        if (inside == "." || !(inside == ".." || inside.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(inside)))
            Add(source.Node["state"] == null ? "watch" : "state", $"the ledger would lie in the watched folder ({config.StateDirectory}), which is never written to; name a folder elsewhere under 'state'");
        return sound;

        void Add(string key, string message)
        {
            draft.Binder.Add(source.AtKey(key), source.Place.Key(key), message);
            sound = false;
        }
    }
}
