using Sluice.Core.Plugins;

namespace Sluice.Tests.Plugins;

/// <summary>Where the plugins that tests load were built to.</summary>
internal static class PluginFolders
{
    private static readonly string Configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>Plugins that do what plugins must not.</summary>
    public static string Fixtures { get; } = Path.Combine(Repository.Root, "tests", "fixtures", "plugins", "bin", Configuration);

    /// <summary>The <c>plugins</c> folder beside the program.</summary>
    public static string Shipped { get; } = Path.Combine(Repository.Root, "engine", "Host", "bin", Configuration, "net10.0", "plugins");

    public static PluginSet LoadFixtures() => PluginLoader.Load([Fixtures], []);
}
