using System.Globalization;
using System.Text.Json;
using Sluice.Core.Config;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Stages.Flow;
using Sluice.Core.Stages.Inference;
using Spectre.Console;

namespace Sluice.Host.Bench;

/// <summary>
/// Decodes clips whole and gated by activity, and compares CPU time, and how many of the objects in them were caught. Nothing else runs in
/// the process, so its CPU time is what each run took.
/// </summary>
/// <param name="options">What to measure.</param>
internal sealed class GateBench(GateBenchOptions options)
{
    // A blink of a track is a detector's mistake more often than an object.
    private const double LeastTrackSeconds = 1;

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(bool json, CancellationToken stop)
    {
        var paths = options.Clips.Count > 0 ? options.Clips : new GateScenes(Path.GetFullPath(Path.Combine("out", "gate"))).Paths(Say, stop);
        using var models = options.Model == null ? null : ModelOpener.Registry(ModelOpener.Graph(options.Model, options.Card));
        await new GateRun(Graph(paths[0], null), null).RunAsync(new GateOptions(), stop);
        var results = new List<GateResult>();
        foreach (var path in paths)
        {
            Say(path);
            var clip = GateClip.WithTruth(path) ?? await ReferenceAsync(path, models, stop);
            results.AddRange(await MeasureAsync(clip, models, stop));
        }

        if (options.Picture is { } picture) await File.WriteAllTextAsync(picture, GateCurve.Svg(Lines(results)), stop);
        if (json) Console.WriteLine(JsonSerializer.Serialize(results.Select(static r => r.Json())));
        else Print(results);
    }

    private async Task<List<GateResult>> MeasureAsync(GateClip clip, ModelRegistry? models, CancellationToken stop)
    {
        var decode = new GateRun(Graph(clip.Path, null), null);
        await decode.RunAsync(null, stop);
        var seconds = decode.Times.Count > 1 ? (decode.Times[^1] - decode.Times[0]) * decode.Times.Count / (decode.Times.Count - 1) : 1;
        var all = decode.Cpu.TotalMilliseconds / seconds;
        double? wholeAll = null;
        var whole = models == null ? null : new GateRun(Graph(clip.Path, options.Model), models);
        if (whole != null)
        {
            await whole.RunAsync(null, stop);
            wholeAll = whole.Cpu.TotalMilliseconds / seconds;
        }

        var floor = await FloorAsync(clip.Path, seconds, stop);
        var results = new List<GateResult>();
        foreach (var sensitivity in options.Sensitivities)
        {
            var gate = new GateOptions { Sensitivity = sensitivity, Floor = options.Floor };
            await decode.RunAsync(gate, stop);
            double? wholeGated = null;
            if (whole != null && sensitivity == 1)
            {
                await whole.RunAsync(gate, stop);
                wholeGated = whole.Cpu.TotalMilliseconds / seconds;
            }

            results.Add(new(clip, sensitivity, seconds, (double)decode.Times.Count / decode.Frames, all, decode.Cpu.TotalMilliseconds / seconds,
                wholeGated == null ? null : wholeAll, wholeGated, clip.Missed(decode.Times), decode.Gate!) { FloorMs = floor });
        }

        return results;
    }

    /// <summary>What the floor alone takes, reading included: an intra frame every so often, and nothing else.</summary>
    private async Task<double> FloorAsync(string path, double seconds, CancellationToken stop)
    {
        var graph = Graph(path, null);
        var sample = new StageConfig
        {
            Id = "floor",
            Factory = new SampleFactory(),
            Options = new SampleOptions { Fps = 1 / options.Floor.TotalSeconds },
            From = [new LinkConfig { Stage = graph.Sources[0].Id }],
        };
        var run = new GateRun(graph with { Sources = [graph.Sources[0] with { Exact = false }], Stages = [sample] }, null);
        await run.RunAsync(null, stop);
        return run.Cpu.TotalMilliseconds / seconds;
    }

    /// <summary>Takes what detection and tracking find in every frame for what happens in a clip.</summary>
    private async Task<GateClip> ReferenceAsync(string path, ModelRegistry? models, CancellationToken stop)
    {
        if (models == null) throw new UsageException($"'{path}' has no truth beside it: give a --model that finds its tracks.");
        var run = new GateRun(Graph(path, options.Model, track: []), models);
        await run.RunAsync(null, stop);
        return new(path, [.. run.Tracks.Where(static t => t.Last - t.First >= LeastTrackSeconds)], "reference");
    }

    private GraphConfig Graph(string clip, string? model, IReadOnlyList<string>? track = null)
    {
        // Without a model it is a source and nothing behind it, which a file could not say.
        var graph = ModelOpener.Graph(options.Model ?? "models/demo", options.Model == null ? [] : options.Card, clip, 1, track);
        return model == null ? graph with { Models = [], Stages = [] } : graph;
    }

    private static List<(string Name, IReadOnlyList<(double, double, double)> Points)> Lines(List<GateResult> results)
    {
        // Clips that differ in their last word alone are encodings of one street: their lines go by the encoding.
        var groups = results.GroupBy(static r => r.Clip.Origin == "truth" ? r.Clip.Name.Split('-')[^1] : "real clips");
        return [.. groups.Select(static g => (g.Key, (IReadOnlyList<(double, double, double)>)[.. g.GroupBy(static r => r.Sensitivity).OrderBy(static s => s.Key)
            .Select(static s => (s.Key, s.Sum(static r => r.DecodeGatedMs * r.Seconds) / s.Sum(static r => r.DecodeAllMs * r.Seconds),
                1 - (s.Sum(static r => r.Missed) / Math.Max(1.0, s.Sum(static r => r.Clip.Tracks.Count)))))]))];
    }

    private static void Print(List<GateResult> results)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("CPU ms a camera-second, all and gated").AddColumn("clip");
        foreach (var name in new[] { "sens.", "quiet", "processed", "decode", "gated", "less", "limit", "whole", "gated", "less", "tracks", "missed" })
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("gate");
        foreach (var r in results)
        {
            table.AddRow(new[]
            {
                r.Clip.Name, Number(r.Sensitivity, "0.##"), Number(r.Clip.QuietShare(r.Seconds), "0.0 %"), Number(r.Processed, "0.0 %"),
                Number(r.DecodeAllMs, "0.0"), Number(r.DecodeGatedMs, "0.00"), Number(r.DecodeTimes, "0.0") + "x",
                Number(r.Limit, "0.0") + "x", Number(r.WholeAllMs, "0"), Number(r.WholeGatedMs, "0.0"), r.WholeTimes is { } times ? Number(times, "0.0") + "x" : "",
                Number(r.Clip.Tracks.Count, "0"), Number(r.Missed, "0"), r.Gate.State.ToString().ToLowerInvariant(),
            }.Select(static t => new Text(t)).ToArray());
        }

        AnsiConsole.Write(table);
        Console.WriteLine("limit: what decoding only the floor's intra frames, and everything while an object is to be seen, would come to.");
        foreach (var group in results.GroupBy(static r => r.Sensitivity).OrderBy(static g => g.Key))
        {
            var (tracks, missed) = (group.Sum(static r => r.Clip.Tracks.Count), group.Sum(static r => r.Missed));
            var times = group.Sum(static r => r.DecodeAllMs * r.Seconds) / group.Sum(static r => r.DecodeGatedMs * r.Seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"sensitivity {group.Key:0.##}: {tracks - missed} of {tracks} tracks caught ({(tracks - missed) / Math.Max(1.0, tracks):0.0 %}), {times:0.0}x less decode CPU"));
        }
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static void Say(string path) => Console.Error.WriteLine($"gate: {Path.GetFileName(path)}");
}
