namespace Sluice.Native.FFmpeg;

/// <summary>Pictures that a decoder does not smooth after decoding, to save work.</summary>
public enum LoopFilterSkip
{
    /// <summary>All are smoothed, as the stream says.</summary>
    None,

    /// <summary>Those that no other refers to are not: they look rougher, and nothing else changes.</summary>
    NonReference,

    /// <summary>None is: what is made from them drifts away from what was sent until the next intra frame.</summary>
    All,
}
