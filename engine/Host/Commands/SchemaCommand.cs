using System.CommandLine;
using Sluice.Core.Config;

namespace Sluice.Host.Commands;

/// <summary><c>sluice schema</c>: the graph's JSON Schema, or its reference in Markdown, from the types that read it.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Print the configuration reference (docs/configuration.md) instead." };
        var plugins = new Option<string[]>("--plugins") { Description = "A folder of plugins to include.", HelpName = "DIR", DefaultValueFactory = _ => [] };
        var command = new Command("schema", "Print the JSON Schema of graphs, for editors.") { markdown, plugins };
        command.SetAction(parsed =>
        {
            var catalog = GraphOpener.Catalog(parsed.GetValue(plugins)!.Select(Path.GetFullPath));
            Console.Write(parsed.GetValue(markdown) ? ConfigReference.Write(catalog) : SchemaWriter.Write(catalog));
            return ExitCode.Done;
        });
        return command;
    }
}
