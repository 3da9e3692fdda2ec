namespace Sluice.Tests.Cuda;

/// <summary>A test that compiles C; must run where <c>CI</c> is set; elsewhere skipped where there is no compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GccFactAttribute : FactAttribute
{
    public GccFactAttribute()
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "gcc")));
        if (!isThere && Environment.GetEnvironmentVariable("CI") == null) Skip = "needs gcc";
    }
}
