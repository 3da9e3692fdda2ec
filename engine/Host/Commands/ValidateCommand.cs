using System.CommandLine;

namespace Sluice.Host.Commands;

/// <summary><c>sluice validate GRAPH</c>: checks a graph and says everything that is wrong with it.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var graph = GraphArguments.Graph();
        var sets = GraphArguments.Sets();
        var command = new Command("validate", "Check a graph; print every fault with its place and the remedy. Exit code 2 when there is one.") { graph, sets };
        command.SetAction(parsed =>
        {
            var checkedGraph = GraphOpener.Open(parsed.GetValue(graph)!, parsed.GetValue(sets)!);
            Console.WriteLine($"{checkedGraph.File}: {checkedGraph.Sources.Length} sources, {checkedGraph.Models.Length} models, {checkedGraph.Stages.Length} stages: fine");
            return ExitCode.Done;
        });
        return command;
    }
}
