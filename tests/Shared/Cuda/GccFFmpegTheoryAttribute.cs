namespace Sluice.Tests.Cuda;

/// <summary>As <see cref="GccFFmpegFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GccFFmpegTheoryAttribute : TheoryAttribute
{
    public GccFFmpegTheoryAttribute() => Skip = new GccFFmpegFactAttribute().Skip;
}
