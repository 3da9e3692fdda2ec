namespace Sluice.Native.FFmpeg;

/// <summary>The FFmpeg releases whose struct layouts are known; each has its own library majors.</summary>
public enum FFmpegGeneration
{
    /// <summary>FFmpeg 4.4 (libavcodec 58).</summary>
    V44,

    /// <summary>FFmpeg 5.1 (libavcodec 59).</summary>
    V51,

    /// <summary>FFmpeg 6.1 (libavcodec 60).</summary>
    V61,

    /// <summary>FFmpeg 7.1 (libavcodec 61).</summary>
    V71,
}
