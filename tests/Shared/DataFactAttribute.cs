namespace Sluice.Tests;

/// <summary>A test that needs <c>../shared/data</c>; skipped, saying so, where it isn't.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (!Repository.HasData) Skip = $"needs the shared test data at {Repository.Data}";
    }
}
