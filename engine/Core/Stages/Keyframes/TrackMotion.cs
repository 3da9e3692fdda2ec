namespace Sluice.Core.Stages.Keyframes;

/// <summary>How a track moves across the picture.</summary>
internal enum TrackMotion
{
    /// <summary>Not known: no track, or one that has only begun.</summary>
    Unknown,

    /// <summary>It stays where it is.</summary>
    Still,

    /// <summary>To the right.</summary>
    Right,

    /// <summary>To the left.</summary>
    Left,

    /// <summary>Up in the picture: away, for most cameras.</summary>
    Up,

    /// <summary>Down in the picture: nearer, for most cameras.</summary>
    Down,
}
