using System.CommandLine;
using Sluice.Host.Bench;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench decode</c>: what a source need not decode, or decodes more cheaply, for several kinds of graph.</summary>
internal static class DecodeBenchCommand
{
    public static Command Create()
    {
        var clips = new Argument<string[]>("clips") { Description = "Clips.", Arity = ArgumentArity.OneOrMore };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of each; the median counts.", DefaultValueFactory = _ => 3 };
        var json = new Option<bool>("--json") { Description = "Print one JSON array." };
        var command = new Command("decode", "Decode clips whole, and as graphs that need less of them let a source do, and compare CPU time.") { clips, rounds, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var paths = parsed.GetValue(clips)!;
            if (paths.FirstOrDefault(static path => !File.Exists(path)) is { } missing) throw new UsageException($"There is no file '{missing}'.");
            FFmpegLibrary.Load();
            await new DecodeBench(paths, Math.Max(1, parsed.GetValue(rounds))).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }
}
