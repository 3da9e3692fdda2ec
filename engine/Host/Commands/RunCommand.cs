using System.CommandLine;
using Microsoft.Extensions.Logging;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Inference;
using Sluice.Core.Telemetry;
using Sluice.Core.Web;
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
        var watch = new Option<bool>("--watch")
        {
            Description = "Read the graph again whenever its file changes: sources come, go and change without touching the others. The engine then runs until it is told to stop.",
        };
        var invalid = new Option<string>("--on-invalid")
        {
            Description = "With --watch, what a faulty file does: keep the running graph, or exit with code 2.",
            DefaultValueFactory = static _ => "keep",
        }.AcceptOnlyFromAmong("keep", "exit");
        var seed = new Option<int?>("--seed") { Description = "Seed of every stage that draws at random: the same input and seed give the same keyframes.", HelpName = "N" };
        var command = new Command("run", "Run a graph.") { graph, sets, seed, limit, json, watch, invalid };
        command.SetAction(async (parsed, _) =>
        {
            var after = parsed.GetValue(limit) is { } text ? DurationOf(text) : (TimeSpan?)null;
            var options = new LoadOptions { Sets = parsed.GetValue(sets)!, Seed = parsed.GetValue(seed), MayHaveNoSources = parsed.GetValue(watch) };
            return await RunAsync(parsed.GetValue(graph)!, options, new(after, parsed.GetValue(json), parsed.GetValue(watch), parsed.GetValue(invalid) == "exit"));
        });
        return command;
    }

    private static async Task<int> RunAsync(string path, LoadOptions options, Asked asked)
    {
        using var interrupts = new Interrupts();
        var catalog = GraphOpener.Catalog(path, options);
        using var changes = asked.Watch ? GraphWatch.Begin(path) : null;
        var graph = GraphOpener.Load(path, catalog, options);
        using var log = new ConsoleLog(LogLevel.Information, TimeProvider.System);
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log).SetMinimumLevel(LogLevel.Information));
        NativeLogs.Forward(loggers);
        var scenes = SceneFolder.Cache();
        await ScenePreparation.RunAsync(graph, scenes, interrupts.Token);

        using var models = new ModelRegistry(graph.Models, graph.BaseDirectory);
        var routes = graph.Engine.Http == null ? null : new WebRoutes();
        using var telemetry = OtlpExport.Start(graph.Engine, graph.Sources.Length, loggers.CreateLogger("telemetry"));
        await using var engine = new Engine(graph, new EngineServices
        {
            Ended = telemetry == null ? null : telemetry.Flush,
            Loggers = loggers,
            Stages = new RunServices(models, TuningFolder.Store(), routes),
            Sources = new SourceFactory(scenes).Create,
            Stays = asked.Watch || graph.Engine.Http != null,
        });
        await using var metrics = graph.Engine.Metrics is { } address
            ? await WebFront.StartAsync(address, new() { Snapshot = engine.Snapshot }, interrupts.Token)
            : null;
        await using var front = graph.Engine.Http is { } http
            ? await WebFront.StartAsync(http, new() { Snapshot = engine.Snapshot, Control = new(engine, graph.BaseDirectory, PrepareAsync), Routes = routes }, interrupts.Token)
            : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token);
        await using var supervisor = SupervisorNotices.Begin(engine.Snapshot, TimeProvider.System, stop.Token);
        var watch = changes != null
            ? new GraphWatch(path, changes, former => GraphLoader.Load(path, catalog, options with { FormerSources = former }), new(engine, graph, PrepareAsync), loggers.CreateLogger("watch"))
            : null;
        if (asked.Limit is { } time) stop.CancelAfter(time);
        var measure = ProcessUsage.Begin(TimeProvider.System);
        var running = engine.RunAsync(stop.Token);
        var watching = WatchAsync(watch, asked.EndsOnFault, stop);
        await new RunView(engine.Snapshot, log).ShowAsync(running);
        await running;
        await stop.CancelAsync();
        var faulty = await watching;
        var snapshot = engine.Snapshot();
        var report = new RunReport(snapshot, measure());
        if (asked.Json)
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
        if (faulty) return ExitCode.BadUsage;
        return Failures(snapshot).Any() ? ExitCode.Failed : ExitCode.Done;

        Task PrepareAsync(SourceConfig source, CancellationToken cancel)
            => source.Kind == SourceKind.Scene ? Task.Run(() => scenes.Render(source.Uri, null, cancel), cancel) : Task.CompletedTask;
    }

    private static async Task<bool> WatchAsync(GraphWatch? watch, bool endsOnFault, CancellationTokenSource stop)
    {
        if (watch == null || !await watch.RunAsync(endsOnFault, stop.Token)) return false;
        await stop.CancelAsync();
        return true;
    }

    /// <summary>
    /// A recording that could not be read to its end, or a stage that hangs, makes the run a failed one; a camera does not, nor does a session
    /// that was quarantined.
    /// </summary>
    private static IEnumerable<string> Failures(EngineSnapshot snapshot)
        => snapshot.Sources.Where(static source => !source.IsLive && source.Status is { LastError: not null, Reason: not FaultReason.BadSession }).Select(static source => source.Id)
            .Concat(snapshot.Stages.Where(static stage => stage.IsHung).Select(static stage => stage.Id));

    private static TimeSpan DurationOf(string text)
        => Units.Duration(text) is { } time && time > TimeSpan.Zero
            ? time
            : throw new UsageException($"--for {text}: write a time with its unit, such as 60s, 5m or 1h.");

    private readonly record struct Asked(TimeSpan? Limit, bool Json, bool Watch, bool EndsOnFault);
}
