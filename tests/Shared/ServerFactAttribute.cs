namespace Sluice.Tests;

/// <summary>A test against a real server program. Where <c>CI</c> is set it must be there; elsewhere the test is skipped, naming it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServerFactAttribute : FactAttribute
{
    /// <param name="program">A program on the path, <c>libchdb.so</c>, or <c>s3rver</c> of tests/servers.</param>
    public ServerFactAttribute(string program)
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || IsThere(program)) return;
        Skip = $"needs {program}";
    }

    private static bool IsThere(string program)
    {
        if (program == "libchdb.so") return File.Exists(Path.Combine(Repository.Root, "native/node_modules/@chdb/lib-linux-x64-gnu", program));
        if (program == "s3rver") return Directory.Exists(Path.Combine(Repository.Root, "tests/servers/node_modules", program));
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin");
        return folders.Any(folder => File.Exists(Path.Combine(folder, program)));
    }
}
