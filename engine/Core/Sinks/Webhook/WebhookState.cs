namespace Sluice.Core.Sinks.Webhook;

/// <summary>States of a source that can be told of.</summary>
public enum WebhookState
{
    /// <summary>Frames are coming.</summary>
    Running,

    /// <summary>Connected, and nothing comes.</summary>
    Stalled,

    /// <summary>Lost, and waiting to try again.</summary>
    Reconnecting,

    /// <summary>Given up for now because it keeps failing.</summary>
    Quarantined,

    /// <summary>Told to pause.</summary>
    Paused,

    /// <summary>Over.</summary>
    Ended,
}
