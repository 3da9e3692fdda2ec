using System.Collections.Immutable;
using Sluice.Abstractions;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Graph;

/// <summary>What became of one source's frames so far.</summary>
public sealed record SourceSnapshot
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its URI as it may be printed.</summary>
    public string Uri { get; init; } = "";

    /// <summary>Whether it is live.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Its state, reconnects and last fault.</summary>
    public required SourceStatus Status { get; init; }

    /// <summary>What it counts about its stream; null where it counts nothing.</summary>
    public StreamCounts? Stream { get; init; }

    /// <summary>Frames that arrived.</summary>
    public required long Arrived { get; init; }

    /// <summary>Frames by how they ended; every outcome is there.</summary>
    public required ImmutableSortedDictionary<Outcome, long> Outcomes { get; init; }

    /// <summary>Where frames were let go; only edges that did. A frame may be let go on several branches.</summary>
    public required ImmutableArray<DropCount> Drops { get; init; }

    /// <summary>Time from arrival to the end of published frames; shared with the running engine.</summary>
    public required LatencyHistogram Latency { get; init; }

    /// <summary>Frames that arrived and have not ended.</summary>
    public long InFlight => Arrived - Outcomes.Values.Sum();
}
