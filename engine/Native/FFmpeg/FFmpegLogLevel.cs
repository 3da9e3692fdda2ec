namespace Sluice.Native.FFmpeg;

/// <summary>FFmpeg's log levels, with its numbers; smaller is graver.</summary>
public enum FFmpegLogLevel
{
    /// <summary>The process is about to crash.</summary>
    Panic = 0,

    /// <summary>Recovery is not possible.</summary>
    Fatal = 8,

    /// <summary>Something went wrong; the stream may go on.</summary>
    Error = 16,

    /// <summary>Something does not look right.</summary>
    Warning = 24,

    /// <summary>Standard information.</summary>
    Info = 32,

    /// <summary>Details.</summary>
    Verbose = 40,

    /// <summary>For FFmpeg's developers.</summary>
    Debug = 48,
}
