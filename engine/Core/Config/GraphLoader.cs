using System.Collections.Immutable;

namespace Sluice.Core.Config;

/// <summary>Reads a graph from YAML and checks it whole. Nothing is started and nothing written.</summary>
public static class GraphLoader
{
    private const long MostBytes = 8 << 20;

    /// <summary>Loads a file; relative paths in it start where it lies.</summary>
    /// <param name="path">The file; errors name it like this.</param>
    /// <param name="catalog">The kinds of stage it may use.</param>
    /// <param name="options">Overrides and environment; null for none and the process's own.</param>
    /// <exception cref="ConfigException">Every fault found, in file order.</exception>
    public static GraphConfig Load(string path, StageCatalog catalog, LoadOptions? options = null)
        => Parse(ReadText(path), path, DirectoryOf(path), catalog, options);

    /// <summary>Reads a graph from a text.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="baseDirectory">Where relative paths start; absolute.</param>
    /// <param name="catalog">The kinds of stage it may use.</param>
    /// <param name="options">Overrides and environment; null for none and the process's own.</param>
    /// <exception cref="ConfigException">Every fault found, in file order.</exception>
    public static GraphConfig Parse(
        string text, string file, string baseDirectory, StageCatalog catalog, LoadOptions? options = null)
        => new GraphReader(file, baseDirectory, catalog, options ?? new()).Read(text);

    /// <summary>The plugin folders a graph names, so that its plugins can join the catalog before it is loaded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Overrides and environment; null for none and the process's own.</param>
    /// <returns>Absolute paths; empty also when that part of the file is faulty, which <see cref="Load"/> reports.</returns>
    /// <exception cref="ConfigException">The file cannot be read at all.</exception>
    public static ImmutableArray<string> PluginFolders(string path, LoadOptions? options = null)
        => new GraphReader(path, DirectoryOf(path), new StageCatalog([]), options ?? new()).ReadPluginFolders(ReadText(path));

    private static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";

    private static string ReadText(string path)
    {
        var shown = Path.GetFullPath(path);
        try
        {
            if (Directory.Exists(shown)) throw Fault(path, $"expected a graph file, found a folder: {shown}");
            if (!File.Exists(shown)) throw Fault(path, $"no such file; looked at {shown}");
            if (new FileInfo(shown).Length > MostBytes) throw Fault(path, $"larger than {MostBytes} bytes, which no graph is");
            return File.ReadAllText(shown);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, $"cannot be read: {fault.Message}");
        }
    }

    private static ConfigException Fault(string path, string message) => new([new(new(path, 0, 0), message)]);
}
