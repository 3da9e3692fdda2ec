using System.Diagnostics;

namespace Sluice.Abstractions;

/// <summary>What is known of a decoded frame, shared by all branches of the graph it takes.</summary>
public sealed class FrameInfo
{
    private readonly IOutcomeLedger? _ledger;
    private int _rights;
    private int _outcome;
    private int _chosen;

    /// <summary>Describes a frame whose end nobody counts: for tests and tools.</summary>
    public FrameInfo()
    {
    }

    /// <summary>Describes a frame whose end is counted.</summary>
    /// <param name="ledger">Told once, when the last right to the frame is returned; null when the end was counted already.</param>
    internal FrameInfo(IOutcomeLedger? ledger) => _ledger = ledger;

    /// <summary>The public id of its source.</summary>
    public required string Source { get; init; }

    /// <summary>A UUIDv7, unique over engines and time.</summary>
    public required Guid Id { get; init; }

    /// <summary>How many frames of this source were decoded before it, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Presentation timestamp in stream time-base units, exactly as the container has it; null where it has none.</summary>
    public long? Pts { get; init; }

    /// <summary>The same in seconds, growing from frame to frame within a stream: where the container's times break, they are repaired as
    /// <see cref="TimeRepair"/> says. Null where the container has none.</summary>
    public double? PtsSeconds { get; init; }

    /// <summary>What had to be done to <see cref="PtsSeconds"/>; <see cref="TimeRepair.None"/> in sane streams.</summary>
    public TimeRepair TimeRepair { get; init; }

    /// <summary>When the camera took it, where the source says so sanely; otherwise when it arrived.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>Whether <see cref="CapturedAt"/> is only the arrival time.</summary>
    public bool CaptureTimeIsArrival { get; init; } = true;

    /// <summary>Which clock <see cref="CapturedAt"/> is of.</summary>
    public CaptureClock CaptureClock { get; init; }

    /// <summary>When its packet arrived, as <see cref="TimeProvider.GetTimestamp"/> counts.</summary>
    public required long ArrivedTimestamp { get; init; }

    /// <summary>Degrees to turn the coded picture clockwise for display: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>Whether the codec coded it as an intra frame.</summary>
    public bool IsIntra { get; init; }

    /// <summary>Bytes of its packet, where the codec predicted it from earlier pictures alone (P); 0 for others, and where that is not known.</summary>
    internal int PredictedBytes { get; init; }

    /// <summary>The recording it came from, for sources that read several; null otherwise.</summary>
    public string? Session { get; init; }

    /// <summary>Who is told of its end; null when nobody is.</summary>
    internal IOutcomeLedger? Ledger => _ledger;

    /// <summary>For which stages the source has chosen before decoding, and whether this frame is for them.</summary>
    internal StageChoice Choice { get; init; }

    /// <summary>Columns and rows as coded of a frame whose picture nobody needs and that was not decoded; nothing for others.</summary>
    internal (int Width, int Height) UndecodedSize { get; init; }

    /// <summary>The span that stands for the frame's whole way, for the few frames that are traced; ended with the frame's outcome.</summary>
    internal Activity? Trace { get; set; }

    /// <summary>The outcome so far, <see cref="Outcome.None"/> while undecided.</summary>
    internal Outcome Outcome => (Outcome)Volatile.Read(ref _outcome);

    /// <summary>Proposes an outcome; the greatest proposed one is counted at the end.</summary>
    internal void Propose(Outcome outcome)
    {
        var wanted = (int)outcome;
        int seen;
        while ((seen = Volatile.Read(ref _outcome)) < wanted)
        {
            if (Interlocked.CompareExchange(ref _outcome, wanted, seen) != seen) continue;
            if (outcome == Outcome.Published) _ledger?.Publish(this);
            return;
        }
    }

    /// <summary>Notes that the frame was chosen for keeping.</summary>
    /// <returns>Whether this is the first time, so that a frame is counted once however many stages it passes.</returns>
    internal bool Choose() => Interlocked.Exchange(ref _chosen, 1) == 0;

    internal void Retain() => Interlocked.Increment(ref _rights);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _rights) != 0) return;
        // A branch that lets go of a frame without a word chose not to pass it on.
        var outcome = Outcome == Outcome.None ? Outcome.SampledOut : Outcome;
        _ledger?.Finish(this, outcome);
    }
}
