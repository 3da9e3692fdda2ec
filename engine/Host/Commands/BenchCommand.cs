using System.CommandLine;
using Sluice.Core.Config;
using Sluice.Host.Bench;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench</c>: measurements of the whole engine. The micro benchmarks are in <c>bench/Sluice.Bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var command = new Command("bench", "Measure the engine.");
        command.Subcommands.Add(CreateLimit());
        command.Subcommands.Add(CreateScene());
        command.Subcommands.Add(CreateLoad());
        return command;
    }

    private static Command CreateLimit()
    {
        var video = new Argument<string>("video") { Description = "A clip." };
        var model = new Argument<string>("model") { Description = "A model folder or an .onnx file." };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of each.", DefaultValueFactory = _ => 3 };
        var card = ModelArguments.Card();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("limit", "Run a bare loop (decode, scale, run) and the engine on the same clip in turn, and compare CPU time a frame.") { video, model, rounds, card, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var graph = ModelOpener.Graph(parsed.GetValue(model)!, parsed.GetValue(card)!, parsed.GetValue(video));
            if (graph.Sources[0].Kind != SourceKind.File) throw new UsageException($"bench limit needs a file, '{parsed.GetValue(video)}' is none.");
            await new LimitBench(graph, Math.Max(1, parsed.GetValue(rounds))).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }

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
