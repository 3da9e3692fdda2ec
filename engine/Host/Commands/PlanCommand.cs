using System.CommandLine;
using Sluice.Core.Config;

namespace Sluice.Host.Commands;

/// <summary><c>sluice plan GRAPH</c>: shows what a graph would run, and in which bounds.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var graph = GraphArguments.Graph();
        var sets = GraphArguments.Sets();
        var command = new Command("plan", "Show what a graph would run: stages, edges with their policies and bounds, memory.") { graph, sets };
        command.SetAction(parsed =>
        {
            Console.Write(PlanWriter.Write(GraphOpener.Open(parsed.GetValue(graph)!, parsed.GetValue(sets)!), TuningFolder.Store()));
            return ExitCode.Done;
        });
        return command;
    }
}
