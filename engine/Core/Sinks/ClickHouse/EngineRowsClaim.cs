using System.Runtime.CompilerServices;
using Sluice.Core.Graph;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Sees to it that of several sinks of one engine that write to one database only one writes of the engine itself.</summary>
internal static class EngineRowsClaim
{
    private static readonly ConditionalWeakTable<EngineView, HashSet<string>> Claims = [];

    /// <summary>Whether the caller is the first.</summary>
    public static bool TryTake(EngineView view, string target)
    {
        var taken = Claims.GetOrCreateValue(view);
        lock (taken) return taken.Add(target);
    }
}
