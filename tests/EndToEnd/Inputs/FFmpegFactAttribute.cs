namespace Sluice.EndToEnd.Tests.Inputs;

/// <summary>A test that makes its input with the <c>ffmpeg</c> program; must run where <c>CI</c> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FFmpegFactAttribute : FactAttribute
{
    public FFmpegFactAttribute()
    {
        if (FFmpegProgram.Path == null && Environment.GetEnvironmentVariable("CI") == null) Skip = "needs the ffmpeg program on the PATH";
    }
}
