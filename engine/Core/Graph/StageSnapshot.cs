using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>What one stage has done so far.</summary>
public sealed record StageSnapshot
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its kind.</summary>
    public required string Use { get; init; }

    /// <summary>Frames it was called with.</summary>
    public required long In { get; init; }

    /// <summary>Frames it emitted.</summary>
    public required long Out { get; init; }

    /// <summary>Calls with frames.</summary>
    public required long Calls { get; init; }

    /// <summary>Calls that threw.</summary>
    public required long Faults { get; init; }

    /// <summary>Calls that may run at once.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>Time inside its calls, waiting for room behind them not counted.</summary>
    public required TimeSpan Busy { get; init; }

    /// <summary>Mean frames in a batch; null when it takes none, or took none yet.</summary>
    public required double? BatchMean { get; init; }

    /// <summary>How many batches there were of each size, from 0; empty when it takes none.</summary>
    public ImmutableArray<long> BatchSizes => Batches is { } batches ? [.. batches.Counts] : [];

    /// <summary>Id of the model its options name; null where they name none.</summary>
    public string? Model { get; init; }

    /// <summary>How large its batches were; null when it takes none. Shared with the running engine.</summary>
    public SizeHistogram? Batches { get; init; }

    /// <summary>Whether one of its calls does not come back.</summary>
    public required bool IsHung { get; init; }

    /// <summary>The edges that lead to it.</summary>
    public required ImmutableArray<EdgeSnapshot> Edges { get; init; }

    /// <summary>What it handed out of the engine; null when it is no sink.</summary>
    public required SinkCounts? Sink { get; init; }

    /// <summary>What became of the frames offered to it; null where it is no <c>keyframes</c> stage.</summary>
    public KeyframeCounts? Keyframes { get; init; }

    /// <summary>How long frames waited in its edges; shared with the running engine.</summary>
    public required LatencyHistogram Wait { get; init; }

    /// <summary>How long its calls took; shared with the running engine.</summary>
    public required LatencyHistogram Exec { get; init; }

    /// <summary>Frames waiting in its edges.</summary>
    public int Queued => Edges.Sum(static e => e.Queued);
}
