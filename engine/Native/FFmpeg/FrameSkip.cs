namespace Sluice.Native.FFmpeg;

/// <summary>Frames a decoder leaves out, to save work.</summary>
public enum FrameSkip
{
    /// <summary>All are decoded.</summary>
    None,

    /// <summary>Frames that no other refers to are left out.</summary>
    NonReference,

    /// <summary>All but I-frames are left out.</summary>
    NonIntra,

    /// <summary>All but key frames are left out.</summary>
    NonKey,
}
