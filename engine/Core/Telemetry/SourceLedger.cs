using Sluice.Abstractions;

namespace Sluice.Core.Telemetry;

/// <summary>
/// The account of one source: every frame that arrives is counted once, and its end once. A packet that gave no picture counts as a
/// frame that arrived and ended at once.
/// </summary>
/// <param name="source">The source's id.</param>
/// <param name="time">The clock that stamped the arrivals.</param>
public sealed class SourceLedger(string source, TimeProvider time) : IOutcomeLedger
{
    private readonly long[] _outcomes = new long[(int)Outcome.Published + 1];
    private long _arrived;

    /// <summary>The source's id.</summary>
    public string Source => source;

    /// <summary>Frames that arrived.</summary>
    public long Arrived => Volatile.Read(ref _arrived);

    /// <summary>Time from arrival to the end of published frames.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Frames that ended in an outcome.</summary>
    /// <param name="outcome">Which.</param>
    public long this[Outcome outcome] => Volatile.Read(ref _outcomes[(int)outcome]);

    /// <summary>Frames that arrived and have not ended.</summary>
    public long InFlight
    {
        get
        {
            long ended = 0;
            for (var i = 1; i < _outcomes.Length; i++) ended += Volatile.Read(ref _outcomes[i]);
            return Arrived - ended;
        }
    }

    /// <summary>Counts the arrival of a frame whose end <see cref="IOutcomeLedger.Finish"/> will count.</summary>
    public void Arrive() => Interlocked.Increment(ref _arrived);

    /// <summary>Counts frames that arrived and never became a picture.</summary>
    /// <param name="outcome">How they ended.</param>
    /// <param name="count">How many.</param>
    public void ArriveAndEnd(Outcome outcome, long count = 1)
    {
        Interlocked.Add(ref _arrived, count);
        Interlocked.Add(ref _outcomes[(int)outcome], count);
    }

    void IOutcomeLedger.Finish(FrameInfo frame, Outcome outcome)
    {
        if (outcome == Outcome.Published) Latency.Add(time.GetElapsedTime(frame.ArrivedTimestamp));
        Interlocked.Increment(ref _outcomes[(int)outcome]);
    }
}
