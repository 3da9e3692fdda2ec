namespace Sluice.Tests;

/// <summary>A theory that needs <c>../shared/data</c>; skipped, saying so, where it isn't.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataTheoryAttribute : TheoryAttribute
{
    public DataTheoryAttribute()
    {
        if (!Repository.HasData) Skip = $"needs the shared test data at {Repository.Data}";
    }
}
