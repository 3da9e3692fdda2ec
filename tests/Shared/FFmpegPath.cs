namespace Sluice.Tests;

/// <summary>Where FFmpeg's program is.</summary>
internal static class FFmpegPath
{
    /// <summary>The first on the PATH; null when there is none.</summary>
    public static string? Found { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(static folder => Path.Combine(folder, "ffmpeg")).FirstOrDefault(File.Exists);

    /// <summary>Why a test that needs it is skipped; null when it runs, as it must where <c>CI</c> is set.</summary>
    public static string? SkipReason { get; } = Found == null && Environment.GetEnvironmentVariable("CI") == null
        ? "needs the ffmpeg program on the PATH (./sluice setup --test)" : null;
}
