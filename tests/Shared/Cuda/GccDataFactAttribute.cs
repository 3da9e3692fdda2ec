namespace Sluice.Tests.Cuda;

/// <summary>A test that compiles C and needs <c>../shared/data</c>; skipped, saying so, where either isn't.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GccDataFactAttribute : FactAttribute
{
    public GccDataFactAttribute() => Skip = new DataFactAttribute().Skip ?? new GccFactAttribute().Skip;
}
