namespace Sluice.Tests.Sinks;

/// <summary>A test with ClickHouse's own JavaScript client, which <c>./sluice setup</c> --test installs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JavaScriptClientFactAttribute : FactAttribute
{
    public JavaScriptClientFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || File.Exists(Client)) return;
        Skip = "needs npm's @clickhouse/client in tests/servers/node_modules (./sluice setup --test)";
    }

    /// <summary>The client's module.</summary>
    public static string Client => Path.Combine(Repository.Root, "tests/servers/node_modules/@clickhouse/client/dist/index.js");
}
