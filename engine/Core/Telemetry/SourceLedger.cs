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
    // Written under _gate, so that Close sees every frame either ended or in flight.
    private readonly long[] _outcomes = new long[(int)Outcome.Published + 1];
    private readonly Lock _gate = new();
    private long _arrived;
    private bool _closed;
    private long _withoutMemory;
    private long _atFullDecoder;

    /// <summary>The source's id.</summary>
    public string Source => source;

    /// <summary>Frames that arrived.</summary>
    public long Arrived => Volatile.Read(ref _arrived);

    /// <summary>Frames dropped because the engine's memory for pictures was spent.</summary>
    public long WithoutMemory => Volatile.Read(ref _withoutMemory);

    /// <summary>Packets of a live source dropped because its decoder was behind.</summary>
    public long AtFullDecoder => Volatile.Read(ref _atFullDecoder);

    /// <summary>Time from a frame's arrival until it first reached the end of a branch.</summary>
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

    /// <summary>Whether the account was ended: nothing is counted any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate) return _closed;
        }
    }

    /// <summary>Counts the arrival of a frame whose end <see cref="IOutcomeLedger.Finish"/> will count.</summary>
    public void Arrive()
    {
        lock (_gate)
        {
            if (!_closed) _arrived++;
        }
    }

    /// <summary>Counts frames that arrived and never became a picture.</summary>
    /// <param name="outcome">How they ended.</param>
    /// <param name="count">How many.</param>
    public void ArriveAndEnd(Outcome outcome, long count = 1)
    {
        lock (_gate)
        {
            if (_closed) return;
            _arrived += count;
            _outcomes[(int)outcome] += count;
        }
    }

    /// <summary>Counts a picture of a live source that found no room in the engine's memory.</summary>
    /// <remarks>The frame has not been counted as arrived before.</remarks>
    public void ArriveWithoutMemory()
    {
        Interlocked.Increment(ref _withoutMemory);
        ArriveAndEnd(Outcome.Dropped);
    }

    /// <summary>Counts a packet of a live source that found its decoder's queue full.</summary>
    public void ArriveAtFullDecoder()
    {
        Interlocked.Increment(ref _atFullDecoder);
        ArriveAndEnd(Outcome.Dropped);
    }

    /// <summary>Ends the account: what is still in flight is counted now, and what ends later no more.</summary>
    /// <param name="rest">How the frames in flight are counted.</param>
    /// <returns>How many they were.</returns>
    public long Close(Outcome rest)
    {
        lock (_gate)
        {
            if (_closed) return 0;
            _closed = true;
            var left = InFlight;
            _outcomes[(int)rest] += left;
            return left;
        }
    }

    // A frame held as a keyframe candidate ends minutes after its metadata left: what counts is when that was.
    void IOutcomeLedger.Publish(FrameInfo frame) => Latency.Add(time.GetElapsedTime(frame.ArrivedTimestamp));

    void IOutcomeLedger.Finish(FrameInfo frame, Outcome outcome)
    {
        if (frame.Trace is { } trace) FrameTracer.End(trace, outcome);
        lock (_gate)
        {
            if (!_closed) _outcomes[(int)outcome]++;
        }
    }
}
