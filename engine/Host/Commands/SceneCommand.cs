using System.CommandLine;
using Sluice.Core.Scene;
using Sluice.Core.Scene.Export;
using Sluice.Host.Output;
using Spectre.Console;

namespace Sluice.Host.Commands;

/// <summary><c>sluice scene</c>: clips of the procedural traffic scene with their exact truth, and pictures to train on.</summary>
internal static class SceneCommand
{
    public static Command Create()
    {
        var command = new Command("scene", "Render the procedural traffic scene.");
        command.Subcommands.Add(CreateWrite());
        command.Subcommands.Add(CreateExport());
        command.Subcommands.Add(CreateTour());
        return command;
    }

    private static Command CreateWrite()
    {
        var uri = new Argument<string>("scene") { Description = "Such as scene:overpass?seed=7&duration=60s&hour=18:30&rain=0.5." };
        var to = new Option<string>("--out") { Description = "The clip; its truth goes beside it as NAME.truth.jsonl.", Required = true, HelpName = "CLIP.mp4" };
        var command = new Command("write", "Write a clip as H.264 with its exact truth, one JSON line a frame, beside it.") { uri, to };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var options = Read(parsed.GetValue(uri)!);
            var path = Path.GetFullPath(parsed.GetValue(to)!);
            await ShowAsync(options.FrameCount, progress => SceneClipWriter.Write(options, path, progress, cancellationToken: stop.Token));
            Console.WriteLine($"{path}: {options.FrameCount} frames; truth in {SceneClipWriter.TruthPath(path)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateExport()
    {
        var folder = new Option<string>("--out") { Description = "Folder for the pictures and their truth.", Required = true, HelpName = "DIR" };
        var first = new Option<int>("--first-seed") { Description = "First seed.", DefaultValueFactory = _ => 1 };
        var last = new Option<int>("--last-seed") { Description = "Last seed.", DefaultValueFactory = _ => 100 };
        var frames = new Option<int>("--frames") { Description = "Frames of each seed.", DefaultValueFactory = _ => 40 };
        var size = new Option<string>("--size") { Description = "Picture size.", DefaultValueFactory = _ => "384x224" };
        var command = new Command("export", "Write letterboxed pictures with boxes, to train a detector on.") { folder, first, last, frames, size };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var (width, height) = SizeOf(parsed.GetValue(size)!);
            var options = new SceneExportOptions
            {
                Folder = Path.GetFullPath(parsed.GetValue(folder)!),
                FirstSeed = parsed.GetValue(first),
                LastSeed = parsed.GetValue(last),
                FramesPerScene = parsed.GetValue(frames),
                WidthPx = width,
                HeightPx = height,
            };
            var written = 0;
            var total = (options.LastSeed - options.FirstSeed + 1) * options.FramesPerScene;
            await ShowAsync(total, progress => written = SceneExporter.Write(options, progress, stop.Token));
            Console.WriteLine($"{options.Folder}: {written} pictures");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateTour()
    {
        var to = new Option<string>("--out") { Description = "The clip; its truth goes beside it as NAME.truth.jsonl.", Required = true, HelpName = "CLIP.mp4" };
        var first = new Option<int>("--first-seed") { Description = "First seed.", DefaultValueFactory = _ => 1001 };
        var last = new Option<int>("--last-seed") { Description = "Last seed.", DefaultValueFactory = _ => 1024 };
        var frames = new Option<int>("--frames") { Description = "Frames of each seed.", DefaultValueFactory = _ => 12 };
        var command = new Command("tour", "Write one clip that visits many scenes, with their truth, to measure a detector on.") { to, first, last, frames };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            var path = Path.GetFullPath(parsed.GetValue(to)!);
            int from = parsed.GetValue(first), until = parsed.GetValue(last), each = parsed.GetValue(frames), written = 0;
            await ShowAsync((until - from + 1) * each, progress => written = SceneTour.Write(path, from, until, each, progress, stop.Token));
            Console.WriteLine($"{path}: {written} frames; truth in {SceneClipWriter.TruthPath(path)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static SceneOptions Read(string uri)
    {
        try
        {
            return SceneUri.Parse(uri);
        }
        catch (FormatException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    private static (int Width, int Height) SizeOf(string text)
    {
        var sides = text.Split('x');
        return sides.Length == 2 && int.TryParse(sides[0], out var width) && int.TryParse(sides[1], out var height)
            ? (width, height)
            : throw new UsageException($"--size {text}: write it as 384x224.");
    }

    private static Task ShowAsync(int total, Action<IProgress<int>> work)
    {
        return ErrorConsole.Create().Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask("rendering", maxValue: total);
                await Task.Run(() => work(new Setter(done => task.Value = done)));
            });
    }

    private sealed class Setter(Action<int> set) : IProgress<int>
    {
        public void Report(int value) => set(value);
    }
}
