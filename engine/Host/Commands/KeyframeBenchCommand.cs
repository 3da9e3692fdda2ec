using System.CommandLine;
using Sluice.Host.Bench;
using Sluice.Native.FFmpeg;

namespace Sluice.Host.Commands;

/// <summary><c>sluice bench keyframes</c>: what the <c>keyframes</c> stage chooses of clips. <c>bench/keyframes/run</c> judges it.</summary>
internal static class KeyframeBenchCommand
{
    public static Command Create()
    {
        var clips = new Argument<string[]>("clips") { Description = "Clips.", Arity = ArgumentArity.OneOrMore };
        var count = new Option<int>("--k") { Description = "Frames to choose of each.", HelpName = "N", DefaultValueFactory = _ => 24 };
        var to = new Option<string?>("--to") { Description = "Write one list of frame indices a clip into this folder.", HelpName = "FOLDER" };
        var together = new Option<bool>("--together") { Description = "One graph, one budget for all clips; the list is together.txt." };
        var truth = new Option<bool>("--truth") { Description = "Give the stage the objects in the file beside each clip: CLIP.truth.jsonl, or CLIP.csv of frame,track,class." };
        var sets = new Option<string[]>("--set") { Description = "An option of the stage; may be repeated.", HelpName = "KEY=VALUE" };
        var embedding = new Option<string?>("--embedding") { Description = "A model whose vector of the whole frame counts as well.", HelpName = "MODEL" };
        var json = new Option<bool>("--json") { Description = "Print one JSON array." };
        var command = new Command("keyframes", "Let the keyframes stage choose from clips, and write what it chose.") { clips, count, to, together, truth, sets, embedding, json };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var paths = parsed.GetValue(clips)!;
            if (paths.FirstOrDefault(static path => !File.Exists(path)) is { } missing) throw new UsageException($"There is no file '{missing}'.");
            if (parsed.GetValue(count) < 1) throw new UsageException($"--k is {parsed.GetValue(count)}; give 1 or more.");
            FFmpegLibrary.Load();
            var options = new KeyframeBenchOptions(paths, parsed.GetValue(count), parsed.GetValue(to), parsed.GetValue(together),
                parsed.GetValue(truth), parsed.GetValue(sets) ?? [], parsed.GetValue(embedding));
            await new KeyframeBench(options).RunAsync(parsed.GetValue(json), stop.Token);
            return ExitCode.Done;
        });
        return command;
    }
}
