using System.CommandLine;

namespace Sluice.Host.Commands;

/// <summary>What every command that opens a model takes.</summary>
internal static class ModelArguments
{
    public static Option<string[]> Card() => new("--card")
    {
        Description = "A value of the model's card, such as family=yolox or color=bgr; may be given several times.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };
}
