namespace Sluice.Native.FFmpeg;

/// <summary>How a picture was coded; FFmpeg's <c>AVPictureType</c>.</summary>
public enum PictureType
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>From itself alone.</summary>
    I = 1,

    /// <summary>From earlier pictures.</summary>
    P = 2,

    /// <summary>From earlier and later pictures.</summary>
    B = 3,

    /// <summary>Sprite, MPEG-4.</summary>
    S = 4,

    /// <summary>Switching I.</summary>
    SI = 5,

    /// <summary>Switching P.</summary>
    SP = 6,

    /// <summary>BI, VC-1.</summary>
    BI = 7,
}
