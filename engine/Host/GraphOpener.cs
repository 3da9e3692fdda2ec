using Sluice.Core.Config;
using Sluice.Core.Plugins;
using Sluice.Core.Stages;

namespace Sluice.Host;

/// <summary>Loads a graph with everything it may use: the engine's own stages and those of plugins.</summary>
internal static class GraphOpener
{
    /// <summary>Loads and checks a graph; says on standard error which plugins failed to load and what is odd about the graph.</summary>
    /// <exception cref="ConfigException">Every fault of the graph.</exception>
    public static GraphConfig Open(string path, IReadOnlyList<string> sets) => Load(path, Catalog(path, new() { Sets = sets }), new() { Sets = sets });

    /// <summary>Loads and checks a graph with a catalog that is there; says on standard error what is odd about the graph.</summary>
    /// <exception cref="ConfigException">Every fault of the graph.</exception>
    public static GraphConfig Load(string path, StageCatalog catalog, LoadOptions options)
    {
        var graph = GraphLoader.Load(path, catalog, options);
        foreach (var warning in graph.Warnings) Console.Error.WriteLine(warning);
        return graph;
    }

    /// <summary>The kinds of stage a graph may use: its plugins' too.</summary>
    public static StageCatalog Catalog(string path, LoadOptions options) => Catalog(GraphLoader.PluginFolders(path, options));

    /// <summary>The engine's stages and those of the plugins in the given folders and beside the program.</summary>
    public static StageCatalog Catalog(IEnumerable<string> folders)
    {
        var builtIn = BuiltInStages.Catalog();
        var plugins = PluginLoader.Load([PluginLoader.BesideProgram, .. folders], builtIn.Uses);
        foreach (var failure in plugins.Failures) Console.Error.WriteLine($"warning: {failure}");
        return builtIn.With(plugins.Factories);
    }
}
