namespace Sluice.Tests.Cuda;

/// <summary>As <see cref="GccFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GccTheoryAttribute : TheoryAttribute
{
    public GccTheoryAttribute() => Skip = new GccFactAttribute().Skip;
}
