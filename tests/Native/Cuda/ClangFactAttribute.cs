namespace Sluice.Native.Tests.Cuda;

/// <summary>A test that compiles the kernels; skipped where the compiler of the committed PTX is not installed, for another writes other text.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClangFactAttribute : FactAttribute
{
    public ClangFactAttribute()
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "clang-14")));
        if (!isThere) Skip = "needs clang-14 (Debian: clang-14)";
    }
}
