using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Delivery;

/// <summary>A spool's entry under way: its bytes are its own, because several are under way at a time.</summary>
/// <param name="Ticket">To acknowledge it by.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="Header">The sink's own few bytes.</param>
/// <param name="Payload">The rest.</param>
internal sealed record Parcel(SpoolTicket Ticket, DateTimeOffset At, byte[] Header, byte[] Payload)
{
    /// <summary>How often it was tried before.</summary>
    public int Attempt { get; set; }
}
