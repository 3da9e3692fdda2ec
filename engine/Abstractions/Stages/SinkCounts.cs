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
}
