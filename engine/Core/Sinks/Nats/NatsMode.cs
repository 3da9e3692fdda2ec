using System.ComponentModel;

namespace Sluice.Core.Sinks.Nats;

/// <summary>What a published message has to reach before it leaves the spool.</summary>
public enum NatsMode
{
    /// <summary>The server.</summary>
    [Description("The server: a message is handed to whoever is subscribed at that moment.")]
    Core,

    /// <summary>A stream.</summary>
    [Description("A stream, which acknowledges it and keeps it; a message that is sent again is kept once.")]
    Jetstream,
}
