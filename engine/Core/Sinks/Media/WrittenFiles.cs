using System.Collections.Concurrent;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>
/// Files that stages of an engine finish when no frame is there to carry their names, such as clips: told to the stages that take from them.
/// Thread-safe.
/// </summary>
internal sealed class WrittenFiles
{
    private readonly ConcurrentDictionary<(string Giver, string Taker), Action<string, FrameInfo>> _takers = new();

    /// <summary>Wants to be told of a stage's files, in the middle of that stage's calls: it must not block.</summary>
    /// <param name="giver">The stage that writes.</param>
    /// <param name="taker">The stage that is told.</param>
    /// <param name="tell">Given the file's absolute path and the frame it was begun for.</param>
    public void Subscribe(string giver, string taker, Action<string, FrameInfo> tell) => _takers[(giver, taker)] = tell;

    /// <summary>Wants to be told no more.</summary>
    /// <param name="taker">The stage that was told.</param>
    public void Unsubscribe(string taker)
    {
        foreach (var key in _takers.Keys)
            if (key.Taker == taker) _takers.TryRemove(key, out _);
    }

    /// <summary>Tells of a file that is whole.</summary>
    /// <param name="giver">The stage that wrote it.</param>
    /// <param name="path">Absolute.</param>
    /// <param name="frame">The frame it was begun for.</param>
    public void Tell(string giver, string path, FrameInfo frame)
    {
        foreach (var (key, tell) in _takers)
            if (key.Giver == giver) tell(path, frame);
    }
}
