namespace Sluice.Abstractions;

/// <summary>What became of the rows, messages, files or pictures given to a sink.</summary>
/// <param name="Accepted">Taken over by the sink.</param>
/// <param name="Acknowledged">Confirmed by whoever receives them: the server, or the file system.</param>
/// <param name="Spooled">Waiting in the sink's spool.</param>
public readonly record struct SinkCounts(long Accepted, long Acknowledged, long Spooled)
{
    /// <summary>Taken over and then let go of, because the sink was behind or could not write; null for sinks that never do so.</summary>
    public long? Dropped { get; init; }

    /// <summary>Files taken away again because the graph keeps only so much; null for sinks that keep all.</summary>
    public long? Expired { get; init; }

    /// <summary>Bytes of the sink's spool on disk; null for sinks without one.</summary>
    public long? SpoolBytes { get; init; }

    /// <summary>Most bytes the spool may have; null for sinks without one.</summary>
    public long? SpoolLimitBytes { get; init; }

    /// <summary>How long the oldest entry of the spool waits; null when nothing waits, and for sinks without a spool.</summary>
    public TimeSpan? SpoolOldest { get; init; }
}
