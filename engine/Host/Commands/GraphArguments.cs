using System.CommandLine;

namespace Sluice.Host.Commands;

/// <summary>What every command that reads a graph takes.</summary>
internal static class GraphArguments
{
    public static Argument<string> Graph() => new("graph") { Description = "The graph's YAML file." };

    public static Option<string[]> Sets() => new("--set")
    {
        Description = "Override a value, such as stages.detect.batch.size=4; may be given several times.",
        HelpName = "PATH=VALUE",
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = false,
    };
}
