namespace Sluice.Native.FFmpeg;

/// <summary>Which values a YUV picture uses; FFmpeg's <c>AVColorRange</c>.</summary>
public enum ColorRange
{
    /// <summary>Not said: taken for limited, except in the <c>yuvj</c> formats.</summary>
    Unspecified = 0,

    /// <summary>16 to 235 at 8 bits ("tv", "mpeg").</summary>
    Limited = 1,

    /// <summary>0 to 255 at 8 bits ("pc", "jpeg").</summary>
    Full = 2,
}
