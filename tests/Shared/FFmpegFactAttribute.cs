namespace Sluice.Tests;

/// <summary>A test that makes its clips with FFmpeg's program; must run where <c>CI</c> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FFmpegFactAttribute : FactAttribute
{
    public FFmpegFactAttribute() => Skip = FFmpegPath.SkipReason;
}
