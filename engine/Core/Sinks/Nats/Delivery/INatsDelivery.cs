using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.Nats.Delivery;

/// <summary>Takes messages from the spool to the server, and out of the spool once they are there.</summary>
internal interface INatsDelivery
{
    /// <summary>Messages that can never arrive: larger than the server takes, or refused; they left the spool all the same.</summary>
    long Refused { get; }

    /// <summary>Prepares what the server has to have, on a new connection.</summary>
    /// <exception cref="Client.NatsException">The server says no.</exception>
    Task PrepareAsync(CancellationToken stop);

    /// <summary>Delivers until the spool is complete and empty.</summary>
    /// <param name="reader">At the oldest entry that is not acknowledged.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="TimeoutException">No answer came.</exception>
    /// <exception cref="Client.NatsException">The server says no.</exception>
    Task RunAsync(SpoolReader reader, CancellationToken stop);
}
