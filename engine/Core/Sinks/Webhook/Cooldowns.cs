namespace Sluice.Core.Sinks.Webhook;

/// <summary>Holds back messages of one source and kind that follow each other too closely. The owner's gate is held.</summary>
/// <param name="length">How long one message keeps the next ones back.</param>
/// <param name="time">The clock.</param>
internal sealed class Cooldowns(TimeSpan length, TimeProvider time)
{
    private readonly Dictionary<(string Source, string Kind), Entry> _entries = [];

    /// <summary>Asks to tell of something; what is held back is counted.</summary>
    /// <param name="source">The source.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="suppressed">How many were held back since the last one that was told.</param>
    /// <returns>Whether it may be told.</returns>
    public bool Allows(string source, string kind, out long suppressed)
    {
        suppressed = 0;
        if (_entries.TryGetValue((source, kind), out var last))
        {
            if (time.GetElapsedTime(last.At) < length)
            {
                _entries[(source, kind)] = last with { Suppressed = last.Suppressed + 1 };
                return false;
            }

            suppressed = last.Suppressed;
        }

        _entries[(source, kind)] = new(time.GetTimestamp(), 0);
        return true;
    }

    /// <summary>Forgets a source that is gone.</summary>
    public void Forget(string source)
    {
        foreach (var key in _entries.Keys.Where(key => key.Source == source).ToArray()) _entries.Remove(key);
    }

    private readonly record struct Entry(long At, long Suppressed);
}
