namespace Sluice.Tests.Cuda;

/// <summary>A test that compiles C and needs the ffmpeg program; must run where <c>CI</c> is set; elsewhere skipped where either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GccFFmpegFactAttribute : FactAttribute
{
    public GccFFmpegFactAttribute() => Skip = FFmpegPath.SkipReason ?? new GccFactAttribute().Skip;
}
