using Sluice.Core.Config;

namespace Sluice.Tests.Config;

/// <summary>Loads graphs from texts, with files not looked for and an environment of the test's own.</summary>
internal static class GraphText
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Core", "Config", "broken");

    public const string Short = """
        version: 1
        sources:
          - { id: gate, uri: gate.mp4 }
        stages:
          - { id: all, use: everything, from: gate }
        """;

    public static GraphConfig Load(string text, params string[] sets) => Load(text, [], sets);

    public static GraphConfig Load(string text, Dictionary<string, string> environment, params string[] sets)
        => GraphLoader.Parse(text, "graph.yaml", Folder, TestStages.Catalog, Options(environment, sets));

    public static IReadOnlyList<string> ErrorsOf(string text, params string[] sets) => ErrorsOf(text, [], sets);

    public static IReadOnlyList<string> ErrorsOf(string text, Dictionary<string, string> environment, params string[] sets)
        => [.. Assert.Throws<ConfigException>(() => Load(text, environment, sets)).Errors.Select(e => e.ToString())];

    /// <summary>The options of a stage of every type, from lines such as <c>delay: 20ms</c>.</summary>
    public static TestStages.EverythingOptions Everything(string lines)
        => (TestStages.EverythingOptions)Load(Stage(lines)).Stages[0].Options;

    /// <summary>The one error such a line makes, without its place.</summary>
    public static string ErrorOf(string line)
    {
        var error = Assert.Single(Assert.Throws<ConfigException>(() => Load(Stage(line))).Errors);
        return error.Message;
    }

    private static string Stage(string lines)
        => $"""
        version: 1
        sources: [ { "{ id: gate, uri: gate.mp4 }" } ]
        stages:
          - id: all
            use: everything
            from: gate
            {lines.ReplaceLineEndings("\n    ")}
        """;

    private static LoadOptions Options(Dictionary<string, string> environment, string[] sets)
        => new() { Sets = sets, Environment = name => environment.GetValueOrDefault(name), RequireFiles = false };
}
