using Microsoft.Extensions.Logging;
using Sluice.Core.Stages.Decode.History;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>What a source is given by its engine.</summary>
public sealed record SourceSetup
{
    /// <summary>The source's account: it counts each arrival there, and makes its frames with it.</summary>
    public required SourceLedger Ledger { get; init; }

    /// <summary>The engine's memory for pictures: reserve before decoding into one, return when it is freed.</summary>
    public required FrameBudget Budget { get; init; }

    /// <summary>Where decoding runs: as many threads as the box has cores, or as the graph says.</summary>
    public required TaskScheduler Decoders { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The source's log.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Absolute path of the folder that relative paths start from.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>
    /// The index of its first frame: 0, or where it left off when it goes on after a pause, so that stages never see an index twice.
    /// </summary>
    public long FirstIndex { get; init; }

    /// <summary>What the graph leaves to the source to choose; null when everything is taken.</summary>
    public Pushdown? Pushdown { get; init; }

    /// <summary>Where stages ask for the packets of a source; null where there are no stages.</summary>
    public PacketHistories? Histories { get; init; }

    /// <summary>How many sources the engine has: few of them may take more threads each.</summary>
    public required int SourceCount { get; init; }
}
