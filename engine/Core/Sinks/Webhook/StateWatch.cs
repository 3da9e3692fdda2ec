using Sluice.Core.Graph;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>
/// What was last told of each source's state. A source that flickers is told of once a cooldown, and then with the state it is in: the last
/// thing told is true, at most a cooldown late. The owner's gate is held.
/// </summary>
internal sealed class StateWatch(IReadOnlyList<WebhookState> wanted, TimeSpan cooldown, TimeProvider time)
{
    private readonly HashSet<SourceState> _wanted = [.. wanted.Select(static state => Enum.Parse<SourceState>(state.ToString()))];
    private readonly Dictionary<string, Told> _sources = new(StringComparer.Ordinal);

    /// <summary>Looks at a source.</summary>
    /// <param name="source">Its id.</param>
    /// <param name="state">Its state now.</param>
    /// <returns>The state before it, when this one has to be told now; null when nothing has to be.</returns>
    public SourceState? Look(string source, SourceState state)
    {
        // That a source starts and runs is no news.
        var told = _sources.GetValueOrDefault(source, new(SourceState.Running, null));
        if (state == told.State || state == SourceState.Connecting) return null;
        if (!_wanted.Contains(state))
        {
            _sources[source] = told with { State = state };
            return null;
        }

        return told.At is { } at && time.GetElapsedTime(at) < cooldown ? null : told.State;
    }

    /// <summary>A state was told.</summary>
    public void Tell(string source, SourceState state) => _sources[source] = new(state, time.GetTimestamp());

    /// <summary>Forgets sources that are gone.</summary>
    public void Keep(IReadOnlySet<string> sources)
    {
        foreach (var source in _sources.Keys.Where(source => !sources.Contains(source)).ToArray()) _sources.Remove(source);
    }

    private readonly record struct Told(SourceState State, long? At);
}
