using System.CommandLine;
using Sluice.Core.Evaluation;
using Sluice.Core.Stages.Tracking;

namespace Sluice.Host.Commands;

/// <summary><c>sluice eval --model M --truth T</c>: how well a model finds, and a tracker follows, what a truth file says is there.</summary>
internal static class EvalCommand
{
    private const string None = "none";

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "A model folder or an .onnx file.", Required = true, HelpName = "MODEL" };
        var truth = new Option<string>("--truth")
        {
            Description = "COCO annotations (.json), our truth lines (.truth.jsonl), MOTChallenge boxes (.txt), or the folder of a keyframe archive: what annotators corrected in it.", Required = true, HelpName = "FILE",
        };
        var images = new Option<string?>("--images") { Description = "Folder of the truth's pictures; default: where the truth lies.", HelpName = "DIR" };
        var video = new Option<string?>("--video") { Description = "The truth's clip.", HelpName = "FILE" };
        var size = new Option<string?>("--truth-size") { Description = "Size the truth's boxes were drawn at, when the clip has another.", HelpName = "WxH" };
        var least = new Option<double>("--min-height") { Description = "Ignore objects lower than this many pixels at the model's input.", DefaultValueFactory = _ => 0 };
        var tracker = new Option<string?>("--tracker")
        {
            Description = "Tracker to measure where the truth numbers its objects: a name as in a graph, or none. Default: bytetrack.", HelpName = "NAME",
        };
        var track = new Option<string[]>("--track")
        {
            Description = "An option of the track stage, such as high=0.6; may be given several times.", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [],
        };
        var interval = new Option<int>("--interval")
        {
            Description = "Frames the tracker fills between two that it gets detections for.", HelpName = "N", DefaultValueFactory = _ => 0,
        };
        var card = ModelArguments.Card();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("eval", "Measure a model's mAP by the COCO protocol, and tracking by MOTA, IDF1 and HOTA, against ground truth.")
        {
            model, truth, images, video, size, least, tracker, track, interval, card, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new Interrupts();
            using var archive = await KeyframeTruth.OpenAsync(parsed.GetValue(truth)!, stop.Token);
            var truthFile = archive?.Path ?? Existing(parsed.GetValue(truth)!, "--truth");
            if (parsed.GetValue(interval) < 0) throw new UsageException($"--interval {parsed.GetValue(interval)}: write 0 or more frames.");
            var name = parsed.GetValue(tracker);
            string[] tracking = [.. parsed.GetValue(track)!, .. name is null or None ? [] : new[] { $"tracker={name}" }];
            var graph = ModelOpener.Graph(parsed.GetValue(model)!, parsed.GetValue(card)!, track: tracking);
            using var registry = ModelOpener.Registry(graph);
            var loaded = registry.Get(ModelOpener.Id, Environment.ProcessorCount, stop.Token);
            var options = new EvaluationOptions
            {
                LeastHeightPx = parsed.GetValue(least),
                TruthSize = SizeOf(parsed.GetValue(size)),
                Tracker = name == None ? null : graph.Stages.Select(stage => stage.Options).OfType<TrackOptions>().Single(),
                Interval = parsed.GetValue(interval),
            };
            var result = parsed.GetValue(video) is { } clip
                ? ModelEvaluation.Video(loaded, truthFile, Existing(clip, "--video"), options, stop: stop.Token)
                : ModelEvaluation.Images(loaded, truthFile, parsed.GetValue(images) ?? archive?.Images ?? Path.GetDirectoryName(truthFile)!, options, stop: stop.Token);
            if (tracking.Length > 0 && result.Tracking == null)
                throw new UsageException($"--tracker: '{truthFile}' numbers no objects of a video; tracks need MOTChallenge rows (.txt) or truth lines with 'track' (.jsonl), and --video.");
            Console.WriteLine(parsed.GetValue(json) ? result.ToJson() : result.ToTable());
            return ExitCode.Done;
        });
        return command;
    }

    private static string Existing(string path, string option)
        => File.Exists(path) ? Path.GetFullPath(path) : throw new UsageException($"{option} {path}: there is no such file.");

    private static (int Width, int Height)? SizeOf(string? text)
    {
        if (text == null) return null;
        var sides = text.Split('x');
        return sides.Length == 2 && int.TryParse(sides[0], out var width) && int.TryParse(sides[1], out var height)
            ? (width, height)
            : throw new UsageException($"--truth-size {text}: write it as 768x576.");
    }
}
