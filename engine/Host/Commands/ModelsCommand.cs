using System.CommandLine;

namespace Sluice.Host.Commands;

/// <summary><c>sluice models</c>: what an ONNX file is, and whether its card reads it rightly.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command("models", "Look at models: propose a card, check it.");
        command.Subcommands.Add(ModelInspection.Create());
        command.Subcommands.Add(ModelCheck.Create());
        return command;
    }
}
