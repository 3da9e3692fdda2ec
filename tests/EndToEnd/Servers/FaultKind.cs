namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>What a <see cref="FaultProxy"/> does to a camera's connection.</summary>
internal enum FaultKind
{
    /// <summary>Hands everything on.</summary>
    None,

    /// <summary>Closes the connections; whoever connects again is not answered.</summary>
    Cut,

    /// <summary>Breaks the connections with a TCP reset; whoever connects again is not answered.</summary>
    Reset,

    /// <summary>Closes the connections and listens no more.</summary>
    Refuse,

    /// <summary>Closes the connections; accepts new ones and says nothing.</summary>
    Silent,

    /// <summary>Closes the connections; every request is answered with <see cref="Fault.Status"/>.</summary>
    Answer,

    /// <summary>Closes the connections; every request is answered with random bytes.</summary>
    Garbage,

    /// <summary>Closes the connections; the server's answers come with bytes changed in their first line.</summary>
    GarbleStatus,

    /// <summary>Closes the connections; the server's description says of no media that it is video.</summary>
    GarbleMedia,

    /// <summary>Closes the connections; the server's description names a codec that there is not.</summary>
    GarbleCodec,

    /// <summary>Hands nothing on and keeps the connections.</summary>
    Stall,

    /// <summary>Hands on one byte a second.</summary>
    Trickle,

    /// <summary>Holds each packet for a random time, at most <see cref="Fault.Time"/>.</summary>
    Jitter,

    /// <summary>Changes the order of neighbouring RTP packets, at <see cref="Fault.Rate"/>.</summary>
    Reorder,

    /// <summary>Changes bytes behind the RTP header, in packets at <see cref="Fault.Rate"/>.</summary>
    Corrupt,

    /// <summary>Leaves out RTP packets, at <see cref="Fault.Rate"/>.</summary>
    Drop,

    /// <summary>Puts random bytes between two packets, at <see cref="Fault.Rate"/>.</summary>
    Noise,

    /// <summary>Hands on half of the next RTP packet, then closes the connection; whoever connects again is not answered.</summary>
    Truncate,

    /// <summary>Moves the RTP timestamps by <see cref="Fault.Time"/>, in packets and in sender reports.</summary>
    Jump,

    /// <summary>Moves the wall clock in RTCP sender reports by <see cref="Fault.Time"/>.</summary>
    WrongClock,
}
