namespace Sluice.Abstractions;

/// <summary>The matrix between YUV and RGB. A stream that names none is read as BT.601, as FFmpeg's scaler does.</summary>
public enum ColorMatrix
{
    /// <summary>ITU-R BT.601: standard definition, JPEG, and whatever says nothing.</summary>
    Bt601,

    /// <summary>ITU-R BT.709: high definition.</summary>
    Bt709,

    /// <summary>ITU-R BT.2020, non-constant luminance.</summary>
    Bt2020,
}
