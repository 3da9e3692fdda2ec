namespace Sluice.Tests.Cuda;

/// <summary>As <see cref="GccDataFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GccDataTheoryAttribute : TheoryAttribute
{
    public GccDataTheoryAttribute() => Skip = new GccDataFactAttribute().Skip;
}
