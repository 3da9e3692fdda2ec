using System.Collections.Concurrent;

namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>Reports of an engine's <c>keyframes</c> stages, told to the sinks that take from them. Thread-safe.</summary>
internal sealed class KeyframeReports
{
    private readonly ConcurrentDictionary<string, Action<KeyframeReport>> _takers = new(StringComparer.Ordinal);

    /// <summary>Wants to be told, in the middle of the stage's work: it must not block.</summary>
    /// <param name="taker">The sink's id.</param>
    /// <param name="tell">Given each report.</param>
    public void Subscribe(string taker, Action<KeyframeReport> tell) => _takers[taker] = tell;

    /// <summary>Wants to be told no more.</summary>
    public void Unsubscribe(string taker) => _takers.TryRemove(taker, out _);

    /// <summary>Tells of a period that is over.</summary>
    public void Tell(KeyframeReport report)
    {
        foreach (var (_, tell) in _takers) tell(report);
    }
}
