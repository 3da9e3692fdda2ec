using System.Collections.Immutable;
using System.Reflection;
using Sluice.Abstractions;

namespace Sluice.Core.Plugins;

/// <summary>
/// Finds plugins: an assembly <c>NAME/NAME.dll</c> in a plugin folder, each loaded in a context of its own. All types are loaded up
/// front, so that a missing dependency shows before any graph runs.
/// </summary>
public static class PluginLoader
{
    /// <summary>The plugin folder that is always searched: <c>plugins</c> beside the program. It may be absent.</summary>
    public static string BesideProgram => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Loads every plugin there is.</summary>
    /// <param name="folders">Plugin folders to search besides the one beside the program; relative ones start from the working directory.</param>
    /// <param name="taken">Names of the stages the engine has itself.</param>
    /// <returns>What loaded, and what did not and why. Never throws for what a plugin does.</returns>
    public static PluginSet Load(IEnumerable<string> folders, IEnumerable<string> taken)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var failures = new List<PluginFailure>();
        var plugins = new List<Plugin>();
        var owners = taken.ToDictionary(static use => use, static _ => "the engine itself", StringComparer.Ordinal);
        var searched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders.Append(BesideProgram).Select(Path.GetFullPath))
        {
            if (!searched.Add(folder)) continue;
            if (Directory.Exists(folder)) LoadFolder(folder, owners, plugins, failures);
            else if (folder != Path.GetFullPath(BesideProgram))
                failures.Add(new(Path.GetFileName(folder), folder, "the plugin folder does not exist."));
        }

        return new([.. plugins.OrderBy(static p => p.Name, StringComparer.Ordinal)], [.. failures]);
    }

    private static void LoadFolder(string folder, Dictionary<string, string> owners, List<Plugin> plugins, List<PluginFailure> failures)
    {
        foreach (var home in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(home);
            var path = Path.Combine(home, name + ".dll");
            try
            {
                var factories = LoadFactories(path);
                var kept = factories.Where(factory => Claim(factory, name, path, owners, failures)).ToImmutableArray();
                if (kept.Length > 0) plugins.Add(new(name, path, kept));
            }
            catch (Exception fault)
            {
                failures.Add(new(name, path, Explain(fault)));
            }
        }
    }

    private static List<StageFactory> LoadFactories(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"there is no such file; a plugin's assembly is named like its folder.");
        var context = new PluginLoadContext(path);
        try
        {
            var types = context.LoadFromAssemblyPath(path).GetTypes()
                .Where(static t => t is { IsPublic: true, IsAbstract: false } && typeof(StageFactory).IsAssignableFrom(t));
            var factories = types.Select(Make).ToList();
            if (factories.Count == 0) throw new InvalidOperationException("it has no public class that derives from StageFactory<TOptions>.");
            return factories;
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    private static StageFactory Make(Type type)
    {
        if (type.GetConstructor(Type.EmptyTypes) == null)
            throw new InvalidOperationException($"{type.FullName} has no public constructor without parameters.");
        try
        {
            var factory = (StageFactory)Activator.CreateInstance(type)!;
            // All that a graph's check will ask, asked here, where a fault is the plugin's alone.
            if (string.IsNullOrWhiteSpace(factory.Use) || factory.Use.Any(static c => c is not ('_' or (>= 'a' and <= 'z') or (>= '0' and <= '9'))))
                throw new InvalidOperationException($"Use is '{factory.Use}': it must be in snake_case.");
            _ = (factory.Summary, factory.Needs, factory.Parallel, Activator.CreateInstance(factory.OptionsType));
            return factory;
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{type.FullName} cannot be made: {Explain(fault)}", fault);
        }
    }

    private static bool Claim(StageFactory factory, string name, string path, Dictionary<string, string> owners, List<PluginFailure> failures)
    {
        if (owners.TryAdd(factory.Use, $"plugin '{name}'")) return true;
        failures.Add(new(name, path, $"its stage '{factory.Use}' is left out: {owners[factory.Use]} has one of that name already."));
        return false;
    }

    private static string Explain(Exception fault) => fault switch
    {
        ReflectionTypeLoadException missing => string.Join(' ', missing.LoaderExceptions.OfType<Exception>().Select(static e => e.Message).Distinct()),
        TargetInvocationException { InnerException: { } inner } => $"{inner.GetType().Name}: {inner.Message}",
        BadImageFormatException => "the file is no .NET assembly, or one for another platform.",
        _ => fault.Message,
    };
}
