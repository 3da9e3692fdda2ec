namespace Sluice.Abstractions;

/// <summary>What became of the rows, messages, files or pictures given to a sink.</summary>
/// <param name="Accepted">Taken over by the sink.</param>
/// <param name="Acknowledged">Confirmed by whoever receives them: the server, or the file system.</param>
/// <param name="Spooled">Waiting in the sink's spool.</param>
public readonly record struct SinkCounts(long Accepted, long Acknowledged, long Spooled);
