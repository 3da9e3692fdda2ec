namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Sees when a stream makes its decoder start over without end, or only fail: then it is better left alone for a while. A change of size or
/// codec now and then is none of that.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class DecoderBreaker(TimeProvider time)
{
    /// <summary>Decoders opened in a minute, beyond which it is a storm.</summary>
    public const int MostOpeningsAMinute = 12;

    /// <summary>Changes of size in a minute, beyond which it is a storm: each makes the decoder allocate everything anew.</summary>
    public const int MostResizesAMinute = 60;

    /// <summary>Failures without a good frame between them, beyond which it is a storm once <see cref="Patience"/> is over too.</summary>
    public const int MostErrorsInARow = 30;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Queue<long> _openings = new();
    private readonly Queue<long> _resizes = new();
    private int _errors;
    private long _firstError;

    /// <summary>How long failures alone must have gone on: a burst of damage is over sooner.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>A decoder is opened.</summary>
    /// <returns>What is wrong; null while nothing is.</returns>
    public string? Opened() => Count(_openings, MostOpeningsAMinute)
        ? $"the decoder was opened more than {MostOpeningsAMinute} times in a minute" : null;

    /// <summary>The picture size changed on the way.</summary>
    /// <returns>What is wrong; null while nothing is.</returns>
    public string? Resized() => Count(_resizes, MostResizesAMinute)
        ? $"the picture changed its size more than {MostResizesAMinute} times in a minute" : null;

    /// <summary>A whole frame came out.</summary>
    public void Good() => _errors = 0;

    /// <summary>The decoder failed, or gave a damaged picture.</summary>
    /// <returns>What is wrong; null while nothing is.</returns>
    public string? Failed()
    {
        if (_errors++ == 0) _firstError = time.GetTimestamp();
        return _errors > MostErrorsInARow && time.GetElapsedTime(_firstError) >= Patience
            ? $"the decoder failed {_errors} times without one whole picture" : null;
    }

    private bool Count(Queue<long> events, int most)
    {
        events.Enqueue(time.GetTimestamp());
        while (time.GetElapsedTime(events.Peek()) > Minute) events.Dequeue();
        return events.Count > most;
    }
}
