namespace Sluice.Core.Graph;

/// <summary>What a source is doing.</summary>
public enum SourceState
{
    /// <summary>Opening for the first time.</summary>
    Connecting,

    /// <summary>Frames are coming.</summary>
    Running,

    /// <summary>Connected, and nothing comes.</summary>
    Stalled,

    /// <summary>Lost, and waiting to try again.</summary>
    Reconnecting,

    /// <summary>Given up for now because it keeps failing.</summary>
    Quarantined,

    /// <summary>Told to pause: not connected until it is told to go on.</summary>
    Paused,

    /// <summary>Over.</summary>
    Ended,
}
