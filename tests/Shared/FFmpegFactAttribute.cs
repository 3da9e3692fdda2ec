namespace Sluice.Tests;

/// <summary>A test that makes its clips with FFmpeg's program; must run where <c>CI</c> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FFmpegFactAttribute : FactAttribute
{
    public FFmpegFactAttribute()
    {
        if (!File.Exists("/usr/bin/ffmpeg") && Environment.GetEnvironmentVariable("CI") == null) Skip = "needs the ffmpeg program (./sluice setup --test)";
    }
}
