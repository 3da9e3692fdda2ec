using System.Collections.Concurrent;

namespace Sluice.Core.Stages.Decode.History;

/// <summary>The packet histories of an engine's sources. Safe from any thread.</summary>
public sealed class PacketHistories
{
    private readonly ConcurrentDictionary<string, PacketHistory> _all = new(StringComparer.Ordinal);

    /// <summary>Asks that a source keeps its packets. One that runs already begins with its next intra frame. Each call wants a
    /// <see cref="PacketHistory.Release"/> whenever the source has ended.</summary>
    /// <param name="source">The source's id.</param>
    /// <param name="seconds">For how long, at least.</param>
    /// <param name="maxBytes">Most compressed bytes.</param>
    public PacketHistory Keep(string source, double seconds, long maxBytes)
    {
        var history = _all.GetOrAdd(source, static _ => new PacketHistory());
        history.Ask(seconds, maxBytes);
        return history;
    }

    /// <summary>The history of a source; null when nobody asked for it.</summary>
    /// <param name="source">The source's id.</param>
    public PacketHistory? Find(string source) => _all.GetValueOrDefault(source);
}
