namespace Sluice.Core.Sinks.Spool;

/// <summary>What is kept of an entry that is under way, to acknowledge it by.</summary>
/// <param name="Sequence">Its place: grows by one from entry to entry, over restarts too.</param>
/// <param name="Items">Rows or messages in it.</param>
/// <param name="Bytes">Its bytes in the spool.</param>
public readonly record struct SpoolTicket(long Sequence, int Items, int Bytes);
