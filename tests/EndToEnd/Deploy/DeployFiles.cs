using System.Text.RegularExpressions;
using Sluice.Host.Commands;
using Sluice.Tests;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.EndToEnd.Tests.Deploy;

/// <summary>Reads what ships the program: the image's file, compose, Kubernetes, systemd.</summary>
internal static partial class DeployFiles
{
    public static string Config { get; } = Path.Combine(Repository.Root, "config");

    /// <summary>The graphs that they run, below config.</summary>
    public static string[] Graphs { get; } = ["compose-graph.yaml", "kubernetes/graphs/gpu-1.yaml"];

    public static string Text(string name) => File.ReadAllText(Path.Combine(Repository.Root, name));

    public static YamlNode Yaml(string name)
    {
        // Merge keys (<<) are resolved by the reader.
        using var reader = new StringReader(Text(name));
        var parser = new MergingParser(new Parser(reader));
        var stream = new YamlStream();
        stream.Load(parser);
        return stream.Documents.Single().RootNode;
    }

    public static IEnumerable<string> Texts(YamlNode node) => ((YamlSequenceNode)node).Children.Select(static child => ((YamlScalarNode)child).Value!);

    public static string Scalar(YamlNode node) => ((YamlScalarNode)node).Value!;

    /// <summary>What the program says to a command line; empty when it takes it.</summary>
    public static IEnumerable<string> Refusals(IEnumerable<string> arguments) => CommandTree.Root().Parse([.. arguments]).Errors.Select(static error => error.Message);

    /// <summary>The engine's own environment variables, and those that the shipped graphs read.</summary>
    public static IReadOnlySet<string> KnownVariables { get; } = Directory.EnumerateFiles(Path.Combine(Repository.Root, "engine"), "*.cs", SearchOption.AllDirectories)
        .Concat(Graphs.Select(static name => Path.Combine(Config, name)))
        .SelectMany(static path => Variable().Matches(File.ReadAllText(path)).Select(static match => match.Value)).ToHashSet(StringComparer.Ordinal);

    public static IEnumerable<string> UnknownVariables(string text) => Variable().Matches(text).Select(static match => match.Value).Where(static name => !KnownVariables.Contains(name));

    [GeneratedRegex("SLUICE_[A-Z]+")]
    private static partial Regex Variable();
}
