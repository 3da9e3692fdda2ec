using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Finds out how many cameras this box runs with a graph, what stops it from running more, and what a camera costs.</summary>
/// <param name="options">What to find out.</param>
/// <param name="say">Told a line at a time what goes on.</param>
internal sealed class CapacityBench(CapacityOptions options, Action<string> say)
{
    // A search need not take the whole window to see that a number fails; the answer must hold over all of it.
    private const double SearchShare = 0.25, LeastWindow = 8, MostPhase = 5, LeastWarmUp = 0.2;
    private readonly CapacityRule _rule = new(options.P95, options.LeastDelivered, options.MostLost);

    /// <summary>Searches, measures and fits.</summary>
    /// <param name="stop">Gives up.</param>
    public async Task<CapacityResult> RunAsync(CancellationToken stop)
    {
        var scratch = Directory.CreateTempSubdirectory("sluice-capacity").FullName;
        try
        {
            var graph = GraphOpener.Load(options.Graph, GraphOpener.Catalog(options.Graph, new() { Sets = options.Sets }), new() { Sets = options.Sets, MayHaveNoSources = true });
            var load = new CameraLoad(options, graph, scratch);
            var clips = options.Clips.Select(clip => CameraClip.Prepare(clip, options.Fps, scratch, stop)).ToList();
            foreach (var clip in clips) say(Text($"{clip.Source}: {clip.Codec} {clip.Width}x{clip.Height}, {clip.Fps:0.##} fps, {clip.BitRate / 1e6:0.00} Mbit/s, an intra frame every {clip.GroupSeconds:0.0} s"));
            var search = new CapacitySearch((count, counts) => TrialAsync(load, clips, count, counts, stop), options.Most);
            var cameras = await search.RunAsync();
            var answer = search.Trials.LastOrDefault(trial => trial.Cameras == cameras && trial.Holds);
            // With room to spare, and yet enough frames to count.
            var light = search.Trials.Where(static trial => trial.Holds).OrderBy(trial => Math.Abs(trial.Cameras - (cameras / 3.0))).FirstOrDefault() ?? search.Trials[0];
            var cores = (double)(options.Cores ?? Environment.ProcessorCount);
            var failed = Failed(search.Trials, light, cores);
            var signals = Saturation.Signals(failed ?? answer ?? light, light, cores);
            var result = new CapacityResult
            {
                Cameras = cameras,
                Reserve = options.Reserve,
                LimitedBy = failed == null ? null : Saturation.LimitedBy(signals),
                IsMost = failed == null,
                Worst = answer?.Worst ?? failed?.Worst,
                Signals = signals,
                SignalsOf = (failed ?? answer ?? light).Cameras,
                Trials = search.Trials,
                Clips = clips,
                Options = options,
                Machine = Machine.Read(),
                Engine = graph.Engine.Name,
                Revision = graph.Revision,
                Models = ModelFiles.Of(graph),
                Stages = StageCost.Of(light, answer),
            };
            if (result.IsDisturbed) say("other work took much of this box meanwhile: on an idle one there is room for more cameras");
            if (options.SearchOnly || cameras == 0) return result;
            var model = await new CostStudy(options, scratch, say).RunAsync(clips, cameras, light, cores, (c, n, some) => TrialAsync(load, c, n, false, stop, some), stop);
            return result with { Cost = model };
        }
        finally
        {
            Directory.Delete(scratch, true);
        }
    }

    // The smallest number that failed and shows why: just above the limit a trial may fail before anything piles up.
    private static Trial? Failed(IReadOnlyList<Trial> trials, Trial light, double cores)
    {
        var failed = trials.Where(static trial => !trial.Holds).OrderBy(static trial => trial.Cameras).ToList();
        return failed.Find(trial => Saturation.LimitedBy(Saturation.Signals(trial, light, cores)) is not null and not Saturation.Others) ?? failed.FirstOrDefault();
    }

    private async Task<Trial> TrialAsync(CameraLoad load, IReadOnlyList<CameraClip> clips, int count, bool counts, CancellationToken stop, int? cores = null)
    {
        var window = counts ? options.Window.TotalSeconds : Math.Min(options.Window.TotalSeconds, Math.Max(LeastWindow, options.Window.TotalSeconds * SearchShare));
        await using var cameras = await load.StartAsync(clips, count, Math.Min(MostPhase, window / 4), stop);
        var spec = new TrialSpec(Path.GetFullPath(options.Graph), options.Sets, cameras.Cameras, options.Jitter.TotalSeconds, Math.Max(options.WarmUp.TotalSeconds, LeastWarmUp), window, load.NextScratch());
        var trial = await new TrialProcess(_rule, cores ?? options.Cores, options.MemoryBytes).RunAsync(spec, tick => Show(count, tick, window), stop);
        trial = _rule.Judge(trial, cameras.Cameras);
        say(Describe(trial, window, counts));
        return trial;
    }

    private static void Show(int count, TrialTick tick, double window)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write(Text($"\r  {count} cameras: {tick.At:0} of {window:0} s, {tick.CpuSeconds / tick.At:0.00} cores \u001b[K"));
    }

    private static string Describe(Trial trial, double window, bool counts)
    {
        var worst = trial.Worst is { } camera ? Text($"; worst {camera.Source}: {camera.DeliveredRatio:0.0 %} delivered, {camera.LostRatio:0.00 %} lost, p95 {camera.P95Ms:0} ms") : "";
        var lead = Console.IsErrorRedirected ? "" : "\r\u001b[K";
        return Text($"{lead}{trial.Cameras,4} cameras {(trial.Holds ? counts ? "HOLD" : "hold" : "fail")} ({trial.Last?.At ?? 0:0} of {window:0} s, {trial.Cores:0.00} cores{worst}){(trial.Holds ? "" : $"\n       {string.Join("\n       ", trial.Reasons)}")}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
