namespace Sluice.Tests;

/// <summary>Tests that make their clips with FFmpeg's program; must run where <c>CI</c> is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FFmpegTheoryAttribute : TheoryAttribute
{
    public FFmpegTheoryAttribute() => Skip = FFmpegPath.SkipReason;
}
