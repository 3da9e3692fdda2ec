using System.CommandLine;
using Sluice.Native.Ort;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice models inspect MODEL</c>: what an ONNX file takes and gives, and how its card reads it.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("model") { Description = "A model folder or an .onnx file." };
        var card = ModelArguments.Card();
        var inspect = new Command("inspect", "Show a model's tensors, and what its card makes of them.") { path, card };
        inspect.SetAction(parsed => Inspect(parsed.GetValue(path)!, parsed.GetValue(card)!));
        var command = new Command("models", "Look at models.");
        command.Subcommands.Add(inspect);
        return command;
    }

    private static int Inspect(string path, string[] card)
    {
        using var stop = new Interrupts();
        var graph = ModelOpener.Graph(path, card);
        using (var session = OrtSession.Load(graph.Models[0].ModelPath, null, stop.Token))
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumn("tensor").AddColumn("type and shape");
            foreach (var input in session.Inputs) table.AddRow(new Text($"input {input.Name}"), new Text(input.Describe()));
            foreach (var output in session.Outputs) table.AddRow(new Text($"output {output.Name}"), new Text(output.Describe()));
            AnsiConsole.Write(table);
        }

        using var registry = ModelOpener.Registry(graph);
        var model = registry.Get(ModelOpener.Id, 1, stop.Token);
        Console.WriteLine($"family {model.Family}, input {model.InputWidth}x{model.InputHeight}, {model.Labels.Length} labels, sha256 {model.Sha256}");
        foreach (var note in model.Notes) Console.WriteLine($"note: {note}");
        return ExitCode.Done;
    }
}
