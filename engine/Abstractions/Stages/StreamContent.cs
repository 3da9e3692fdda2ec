namespace Sluice.Abstractions;

/// <summary>What the frames of a stream are sure to carry; links are checked by it before anything starts.</summary>
[Flags]
public enum StreamContent
{
    /// <summary>Nothing beyond what is known of the frame.</summary>
    None = 0,

    /// <summary>Pixels.</summary>
    Pictures = 1,

    /// <summary>A model looked: the list of detections means something even when empty.</summary>
    Detections = 2,

    /// <summary>A tracker looked: detections carry track ids.</summary>
    Tracks = 4,

    /// <summary>Only frames chosen for keeping, each saying why.</summary>
    Keyframes = 8,

    /// <summary>A stage looked for events: that there are none means none happened.</summary>
    Events = 16,
}
