using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Writes what a capacity bench found: one JSON object for programs, a page with plots for people.</summary>
internal static class CapacityReport
{
    /// <summary>Of the form of <c>capacity.json</c>; a larger one has keys that mean something else.</summary>
    public const int Version = 1;

    /// <summary>The JSON object; its first keys are those scripts read.</summary>
    public static string Json(CapacityResult result)
    {
        var answer = new Dictionary<string, object?>
        {
            ["cameras"] = result.Cameras,
            ["cameras_with_reserve"] = result.CamerasWithReserve,
            ["limited_by"] = result.LimitedBy,
            ["worst"] = result.Worst,
            ["is_most_tried"] = result.IsMost,
            ["is_disturbed"] = result.IsDisturbed,
            ["version"] = Version,
            ["reserve"] = result.Reserve,
            ["fps"] = result.Clips.Average(static clip => clip.Fps),
            ["p95_budget_ms"] = result.Options.P95.TotalMilliseconds,
            ["least_delivered"] = result.Options.LeastDelivered,
            ["most_lost"] = result.Options.MostLost,
            ["window_seconds"] = result.Options.Window.TotalSeconds,
            ["cores"] = result.Options.Cores ?? result.Machine.Cores,
            ["via"] = result.Options.OverRtsp ? "rtsp" : "packets",
            ["graph"] = new { file = Path.GetFileName(result.Options.Graph), revision = result.Revision, models = result.Models },
            ["clips"] = result.Clips.Select(static clip => new { clip = Path.GetFileName(clip.Source), clip.Codec, clip.Width, clip.Height, clip.Fps, clip.BitRate, clip.GroupSeconds }),
            ["machine"] = result.Machine,
            ["signals"] = result.Signals,
            ["stages"] = result.Stages,
            ["cost"] = result.Cost,
            ["trials"] = result.Trials.Select(static trial => new
            {
                trial.Cameras,
                trial.Holds,
                end = trial.EndName,
                seconds = trial.Last?.At,
                cores = Math.Round(trial.Cores, 3),
                trial.Worst,
                trial.Reasons,
            }),
        };
        return JsonSerializer.Serialize(answer, TrialSpec.Form);
    }

    /// <summary>Writes <c>capacity.json</c>, <c>capacity.md</c> and its pictures.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="folder">Made if need be; files there are replaced.</param>
    public static void Write(CapacityResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "capacity.json"), Json(result) + "\n");
        File.WriteAllText(Path.Combine(folder, "trials.svg"), CapacityPictures.Trials(result));
        File.WriteAllText(Path.Combine(folder, "latency.svg"), CapacityPictures.Latency(result));
        File.WriteAllText(Path.Combine(folder, "parts.svg"), CapacityPictures.Parts(result));
        File.WriteAllText(Path.Combine(folder, "capacity.md"), Page(result));
    }

    /// <summary>The page.</summary>
    internal static string Page(CapacityResult result)
    {
        var text = new StringBuilder();
        var (machine, options) = (result.Machine, result.Options);
        Add(text, $"# {result.Cameras} cameras, {result.CamerasWithReserve} with {result.Reserve:0 %} reserve");
        Add(text, $"");
        Add(text, $"`{Path.GetFileName(options.Graph)}` on {machine.Processor}, {options.Cores ?? machine.Cores} of {machine.Cores} cores, {machine.MemoryBytes / 1e9:0.0} GB; {machine.At:yyyy-MM-dd HH:mm} UTC.");
        Add(text, $"GPUs: {(machine.Accelerators.Count == 0 ? "none" : string.Join(", ", machine.Accelerators.Select(static gpu => $"{gpu.Name}, driver {gpu.Driver}")))}. Load before: {machine.LoadBefore:0.0}. FFmpeg {machine.FFmpeg}, ONNX Runtime {machine.OnnxRuntime}, {machine.Runtime}, Sluice {machine.Sluice}.");
        Add(text, $"");
        Add(text, $"{(result.IsMost ? "No more were tried." : $"Spent first: **{result.LimitedBy ?? "not known: no sign fired"}**.")}");
        if (result.IsDisturbed) Add(text, $"**Other programs took much of this box meanwhile; on an idle one there is room for more cameras.**");
        Add(text, $"Every camera delivered at least {options.LeastDelivered:0.## %} of its frames, lost at most {options.MostLost:0.## %}, had p95 within {options.P95.TotalMilliseconds:0} ms, none restarted and latency did not slide, for {options.Window.TotalSeconds:0} s.");
        Add(text, $"");
        Add(text, $"| camera sends | codec | size | fps | Mbit/s | intra frame every |");
        Add(text, $"| --- | --- | --- | --- | --- | --- |");
        foreach (var clip in result.Clips)
            Add(text, $"| {Path.GetFileName(clip.Source)} | {clip.Codec} | {clip.Width}x{clip.Height} | {clip.Fps:0.##} | {clip.BitRate / 1e6:0.00} | {clip.GroupSeconds:0.0} s |");
        Add(text, $"");
        Add(text, $"Cameras {(options.OverRtsp ? "came over RTSP from a server on the same box, whose CPU is not counted" : "were packets sent inside the engine's process")}, in real time, begun a few seconds apart, each packet up to {options.Jitter.TotalMilliseconds:0} ms late.");
        if (result.Worst is { } worst) Add(text, $"The worst camera, {worst.Source}: {worst.DeliveredRatio:0.00 %} delivered, {worst.LostRatio:0.00 %} lost, p95 {worst.P95Ms:0} ms.");
        Add(text, $"");
        Add(text, $"## Trials");
        Add(text, $"![p95 and cores by number of cameras](trials.svg)");
        Add(text, $"");
        Add(text, $"Numbers on the way are tried for a quarter of the window and given up as soon as they are hopeless; the answer held for all of it.");
        Add(text, $"");
        Add(text, $"| cameras | holds | seconds | cores | worst delivered | lost | p95 ms | why not |");
        Add(text, $"| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |");
        var answer = result.Trials.LastOrDefault(trial => trial.Holds && trial.Cameras == result.Cameras);
        foreach (var trial in result.Trials)
            Add(text, $"| {trial.Cameras} | {(trial.Holds ? trial == answer ? "**yes, the answer**" : "yes" : "no")} | {trial.Last?.At ?? 0:0} | {trial.Cores:0.00} | {trial.Worst?.DeliveredRatio:0.0 %} | {trial.Worst?.LostRatio:0.00 %} | {trial.Worst?.P95Ms:0} | {(trial.Holds ? "" : trial.Reasons[0].Replace('|', '/').Split('\n')[0])} |");
        Add(text, $"");
        Add(text, $"![latency over time](latency.svg)");
        Add(text, $"");
        Add(text, $"## What a frame costs");
        Add(text, $"![CPU by part](parts.svg)");
        Add(text, $"");
        Add(text, $"| part | frames/s at the most | CPU us a frame, few cameras | at the most | share |");
        Add(text, $"| --- | ---: | ---: | ---: | ---: |");
        foreach (var part in result.Stages) Add(text, $"| {part.Part} | {part.Frames:0.0} | {part.LightMicroseconds:0} | {part.FullMicroseconds:0} | {part.Share:0.0 %} |");
        Add(text, $"");
        Add(text, $"## What was spent");
        Add(text, $"Signs at {result.SignalsOf} cameras; a resource is named when two of its signs fire, which are measured apart from each other.");
        Add(text, $"");
        Add(text, $"| resource | sign | value | from | fires |");
        Add(text, $"| --- | --- | ---: | ---: | --- |");
        foreach (var signal in result.Signals) Add(text, $"| {signal.Resource} | {signal.Signal} | {signal.Value:0.###} | {signal.Limit:0.###} | {(signal.Fires ? "**yes**" : "")} |");
        if (result.Cost is { Model: { } model } cost) AddCost(text, result, model, cost);
        return text.ToString();
    }

    private static void AddCost(StringBuilder text, CapacityResult result, CostModel model, CostFindings cost)
    {
        var cores = (double)(result.Options.Cores ?? result.Machine.Cores);
        Add(text, $"");
        Add(text, $"## Other cameras");
        Add(text, $"A camera takes {model.PerCamera * 1000:0.0} ms CPU a second, and {model.PerFrame * 1e6:0} us + {model.PerMegapixel * 1e6:0} us a million pixels for each frame; {model.UsableCores:0.00} of each core can be used so. Mean error of the CPU time on held-out points: {cost.HeldOutError:0.0 %}.");
        Add(text, $"");
        Add(text, $"| what was changed | off by, where nothing was fitted |");
        Add(text, $"| --- | ---: |");
        foreach (var (kind, error) in cost.Errors) Add(text, $"| {(kind == "model" ? "model, twice as dear" : kind)} | {error:0.0 %}{(kind == CostErrors.Cores ? " of the cameras" : " of the CPU time")} |");
        Add(text, $"");
        Add(text, $"| fps | megapixels | runs of a model | measured ms/s | model ms/s | error | |");
        Add(text, $"| ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var p in cost.Points)
            Add(text, $"| {p.Fps:0.##} | {p.Megapixels:0.000} | {(p.DoublesModels ? 2 : 1)} | {p.Cost * 1000:0.0} | {p.Cost * (1 + CostErrors.Error(model, p)) * 1000:0.0} | {Math.Round(CostErrors.Error(model, p), 3):+0.0 %;-0.0 %;0.0 %} | {(p.IsHeldOut ? $"held out: {CostErrors.KindOf(p, cost.Points[0])}" : "fitted")} |");
        Add(text, $"");
        Add(text, $"Each is the mean of the middle half of the seconds of two runs, all kinds in turn.");
        foreach (var p in cost.Searched) Add(text, $"\nSearched at {p.Fps:0.##} fps on {p.Cores:0} {(p.Cores == 1 ? "core" : "cores")}: {p.Measured} cameras hold; the model said {p.Predicted} ({(p.IsDisturbed ? "other programs took the box meanwhile: not counted; " : "")}{(p.Predicted / (double)Math.Max(1, p.Measured)) - 1:+0 %;-0 %;0 %}).");
        Add(text, $"");
        Add(text, $"What it says for this box and graph (cameras without reserve; ~ where the rate or the size is far from what was measured):");
        Add(text, $"");
        Add(text, $"| | {string.Join(" | ", Sizes.Select(static s => s.Name))} |");
        Add(text, $"| --- |{string.Concat(Sizes.Select(static _ => " ---: |"))}");
        foreach (var fps in new[] { 5.0, 10, 15, 25, 30, 60 })
            Add(text, $"| {fps:0} fps | {string.Join(" | ", Sizes.Select(size => Foretold(size.Megapixels, fps)))} |");

        string Foretold(double megapixels, double fps)
            => Text($"{(ModelReach.IsFar(fps, cost.Points[0].Fps, ModelReach.Rate) || ModelReach.IsFar(megapixels, cost.Points[0].Megapixels, ModelReach.Size) ? "~" : "")}{model.Cameras(fps, megapixels, cores)}");
    }

    private static readonly (string Name, double Megapixels)[] Sizes = [("640x360", 0.2304), ("1280x720", 0.9216), ("1920x1080", 2.0736), ("3840x2160", 8.2944)];

    private static void Add(StringBuilder to, FormattableString text) => to.Append(Text(text)).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
