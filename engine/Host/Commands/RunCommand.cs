using System.CommandLine;
using Microsoft.Extensions.Logging;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Telemetry;
using Sluice.Host.Output;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice run GRAPH</c>: runs a graph to its end, or until told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var graph = GraphArguments.Graph();
        var sets = GraphArguments.Sets();
        var limit = new Option<string?>("--for") { Description = "Stop after this long, such as 60s; frames in flight still finish.", HelpName = "TIME" };
        var json = new Option<bool>("--json") { Description = "Print the sums as one JSON object at the end." };
        var command = new Command("run", "Run a graph.") { graph, sets, limit, json };
        command.SetAction(async (parsed, _) =>
        {
            var after = parsed.GetValue(limit) is { } text ? DurationOf(text) : (TimeSpan?)null;
            return await RunAsync(parsed.GetValue(graph)!, parsed.GetValue(sets)!, after, parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<int> RunAsync(string path, string[] sets, TimeSpan? limit, bool json)
    {
        using var interrupts = new Interrupts();
        var graph = GraphOpener.Open(path, sets);
        using var log = new ConsoleLog(LogLevel.Information, TimeProvider.System);
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log).SetMinimumLevel(LogLevel.Information));
        NativeLogs.Forward(loggers);
        var scenes = SceneFolder.Cache();
        await ScenePreparation.RunAsync(graph, scenes, interrupts.Token);

        using var models = new ModelRegistry(graph.Models, graph.BaseDirectory);
        await using var engine = new Engine(graph, new EngineServices
        {
            Loggers = loggers,
            Stages = new RunServices(models, TuningFolder.Store()),
            Sources = new SourceFactory(scenes).Create,
        });
        await using var metrics = graph.Engine.Metrics is { } address
            ? await MetricsServer.StartAsync(address, engine.Snapshot, interrupts.Token)
            : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token);
        if (limit is { } time) stop.CancelAfter(time);
        var measure = ProcessUsage.Begin(TimeProvider.System);
        var running = engine.RunAsync(stop.Token);
        await new RunView(engine.Snapshot, log).ShowAsync(running);
        await running;
        var snapshot = engine.Snapshot();
        var report = new RunReport(snapshot, measure());
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            report.WriteJson(output);
            output.WriteByte((byte)'\n');
        }
        else
        {
            report.Print(AnsiConsole.Console);
        }

        if (interrupts.Token.IsCancellationRequested) return ExitCode.Interrupted;
        return Failures(snapshot).Any() ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>A recording that could not be read to its end, or a stage that hangs, makes the run a failed one; a camera does not.</summary>
    private static IEnumerable<string> Failures(EngineSnapshot snapshot)
        => snapshot.Sources.Where(static source => !source.IsLive && source.Status.LastError != null).Select(static source => source.Id)
            .Concat(snapshot.Stages.Where(static stage => stage.IsHung).Select(static stage => stage.Id));

    private static TimeSpan DurationOf(string text)
        => Units.Duration(text) is { } time && time > TimeSpan.Zero
            ? time
            : throw new UsageException($"--for {text}: write a time with its unit, such as 60s, 5m or 1h.");
}
