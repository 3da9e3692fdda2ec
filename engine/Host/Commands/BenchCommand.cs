using System.CommandLine;
using System.Globalization;
using Sluice.Core.Config;
using Sluice.Host.Bench;
using Sluice.Host.Bench.Peers;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench</c>: measurements of the whole engine. The micro benchmarks are in <c>bench/Sluice.Bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var command = new Command("bench", "Measure the engine.");
        command.Subcommands.Add(CreateLimit());
        command.Subcommands.Add(CreatePeers());
        command.Subcommands.Add(CreateTune());
        command.Subcommands.Add(CreateScene());
        command.Subcommands.Add(CreateLoad());
        command.Subcommands.Add(GateBenchCommand.Create());
        command.Subcommands.Add(DecodeBenchCommand.Create());
        command.Subcommands.Add(SourcesBenchCommand.Create());
        command.Subcommands.Add(SinkBenchCommand.Create());
        command.Subcommands.Add(CapacityCommand.Create());
        command.Subcommands.Add(PlanBenchCommand.Create());
        command.Subcommands.Add(ScalingCommand.Create());
        command.Subcommands.Add(NatsBenchCommand.Create());
        command.Subcommands.Add(KeyframeBenchCommand.Create());
        command.Subcommands.Add(GpuBenchCommand.Create());
        return command;
    }

    private static Command CreateLimit()
    {
        var (video, model, rounds, card, json) = (Video(), Model(), Rounds(), ModelArguments.Card(), Json());
        var sources = new Option<string>("--sources")
        {
            Description = "How many sources read the clip at once; several numbers are measured one after another.",
            HelpName = "N[,N...]",
            DefaultValueFactory = _ => "1",
        };
        var command = new Command("limit", "Run bare loops (decode; run; decode, scale and run) and the engine on the same clip in turn, and compare CPU time a frame.") { video, model, sources, rounds, card, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var graphs = Counts(parsed.GetValue(sources)!)
                .ConvertAll(copies => GraphOf(parsed.GetValue(model)!, parsed.GetValue(card)!, parsed.GetValue(video)!, copies, "limit"));
            await new LimitBench(graphs, Math.Max(1, parsed.GetValue(rounds))).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreatePeers()
    {
        var (video, model, rounds, card, json) = (Video(), Model(), Rounds(), ModelArguments.Card(), Json());
        var command = new Command("peers", "Run the engine and other tools' ways of doing the same (bench/peers) on the same clip in turn, and compare.") { video, model, rounds, card, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var graph = GraphOf(parsed.GetValue(model)!, parsed.GetValue(card)!, parsed.GetValue(video)!, 1, "peers");
            var same = await new PeersBench(graph, PeersFolder(), Math.Max(1, parsed.GetValue(rounds))).RunAsync(parsed.GetValue(json), stop.Token);
            return same ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command CreateTune()
    {
        var (model, card, json) = (Model(), ModelArguments.Card(), Json());
        var length = new Option<string>("--for") { Description = "How long each shape is measured.", HelpName = "TIME", DefaultValueFactory = _ => "500ms" };
        var command = new Command("tune", "Measure a model on this machine in batches, threads and runs at once, and keep the best for 'run'.") { model, length, card, json };
        command.SetAction(parsed =>
        {
            using var stop = new Interrupts();
            var graph = ModelOpener.Graph(parsed.GetValue(model)!, parsed.GetValue(card)!);
            var time = Units.Duration(parsed.GetValue(length)!) is { } known && known > TimeSpan.Zero
                ? known
                : throw new UsageException($"--for {parsed.GetValue(length)}: write a time with its unit, such as 500ms or 2s.");
            new TuneBench(graph, time).Run(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }

    private static GraphConfig GraphOf(string model, string[] card, string video, int copies, string bench)
    {
        var graph = ModelOpener.Graph(model, card, video, copies);
        return graph.Sources[0].Kind == SourceKind.File ? graph : throw new UsageException($"bench {bench} needs a file, '{video}' is none.");
    }

    // All of them before anything else happens: a list that is wrong at its end must not be found out half way.
    private static List<int> Counts(string text) => [.. text.Split(',').Select(part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1024
            ? count
            : throw new UsageException($"--sources {text}: write numbers from 1 to 1024, such as 1,16."))];

    // Beside the program in an installed one, above it in a checkout.
    private static string PeersFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, "bench", "peers"))) return Path.Combine(at.FullName, "bench", "peers");
        throw new UsageException("bench peers: there is no folder bench/peers above the program; run it from a checkout.");
    }

    private static Argument<string> Video() => new("video") { Description = "A clip." };

    private static Argument<string> Model() => new("model") { Description = "A model folder or an .onnx file." };

    private static Option<int> Rounds() => new("--rounds") { Description = "Rounds of each.", DefaultValueFactory = _ => 3 };

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object." };

    private static Command CreateScene()
    {
        var command = new Command("scene", "Measure how fast the procedural scene renders.");
        command.SetAction(_ =>
        {
            using var stop = new Interrupts();
            FFmpegLibrary.Load();
            SceneBench.Run(stop.Token);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateLoad()
    {
        var model = new Argument<string>("model") { Description = "A model folder or an .onnx file." };
        var times = new Option<int>("--times") { Description = "How often to load it.", DefaultValueFactory = _ => 200 };
        var card = ModelArguments.Card();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("load", "Load, run and unload a model again and again, and watch the memory.") { model, times, card, json };
        command.SetAction(parsed =>
        {
            using var stop = new Interrupts();
            if (parsed.GetValue(times) < 4) throw new UsageException($"--times is {parsed.GetValue(times)}; give 4 or more.");
            new LoadBench(ModelOpener.Graph(parsed.GetValue(model)!, parsed.GetValue(card)!), parsed.GetValue(times)).Run(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }
}
