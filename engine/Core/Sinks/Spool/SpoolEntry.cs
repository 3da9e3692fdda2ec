namespace Sluice.Core.Sinks.Spool;

/// <summary>An entry as the reader hands it over; its memory is the reader's and lasts until the next read.</summary>
/// <param name="Ticket">To acknowledge it by.</param>
/// <param name="At">When it was appended.</param>
/// <param name="Header">The sink's own few bytes.</param>
/// <param name="Payload">The rest.</param>
public readonly record struct SpoolEntry(SpoolTicket Ticket, DateTimeOffset At, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Payload);
