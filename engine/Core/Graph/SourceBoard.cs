using System.Collections.Concurrent;

namespace Sluice.Core.Graph;

/// <summary>What stages may know of the engine's sources: of which kind they are and how they are. Safe from any thread.</summary>
public sealed class SourceBoard
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Whether a source's frames come whether or not anybody keeps up; false for one that is not known.</summary>
    /// <param name="source">The source's id.</param>
    public bool IsLive(string source) => _entries.TryGetValue(source, out var entry) && entry.IsLive;

    /// <summary>A source's state; null for one that is not known.</summary>
    /// <param name="source">The source's id.</param>
    public SourceStatus? StatusOf(string source) => _entries.TryGetValue(source, out var entry) ? entry.Status() : null;

    /// <summary>Adds a source, or puts another in the place of one of the same id.</summary>
    /// <param name="source">Its id.</param>
    /// <param name="isLive">Whether it is live.</param>
    /// <param name="status">Reads its state.</param>
    internal void Set(string source, bool isLive, Func<SourceStatus> status) => _entries[source] = new(isLive, status);

    /// <summary>Forgets a source.</summary>
    /// <param name="source">Its id.</param>
    internal void Remove(string source) => _entries.TryRemove(source, out _);

    private sealed record Entry(bool IsLive, Func<SourceStatus> Status);
}
