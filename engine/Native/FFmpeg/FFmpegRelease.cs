namespace Sluice.Native.FFmpeg;

/// <summary>One known FFmpeg release: its name and the major version of each library.</summary>
internal sealed record FFmpegRelease(
    FFmpegGeneration Generation, string Name, int AvUtil, int SwResample, int SwScale, int AvCodec, int AvFormat)
{
    /// <summary>Newest first: where several are installed the newest known one is used.</summary>
    internal static readonly FFmpegRelease[] Known =
    [
        new(FFmpegGeneration.V71, "7.1", 59, 5, 8, 61, 61),
        new(FFmpegGeneration.V61, "6.1", 58, 4, 7, 60, 60),
        new(FFmpegGeneration.V51, "5.1", 57, 4, 6, 59, 59),
        new(FFmpegGeneration.V44, "4.4", 56, 3, 5, 58, 58),
    ];

    /// <summary>Major version of libavdevice, which always is libavformat's.</summary>
    internal int AvDevice => AvFormat;

    /// <summary>For error messages: <c>4.4 (libavcodec 58), ...</c>, oldest first.</summary>
    internal static string KnownText =>
        string.Join(", ", Known.Reverse().Select(release => $"{release.Name} (libavcodec {release.AvCodec})"));

    /// <summary>Libraries in load order: what another needs comes before it, so that its own folder serves it.</summary>
    internal (string Name, int Major)[] Libraries =>
        [("avutil", AvUtil), ("swresample", SwResample), ("swscale", SwScale), ("avcodec", AvCodec), ("avformat", AvFormat)];
}
