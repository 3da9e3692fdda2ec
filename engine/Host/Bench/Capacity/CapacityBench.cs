namespace Sluice.Host.Bench.Capacity;

/// <summary>Finds out how many cameras this box runs with a graph, what stops it from running more, and what a camera costs.</summary>
/// <param name="options">What to find out.</param>
/// <param name="say">Told a line at a time what goes on.</param>
internal sealed class CapacityBench(CapacityOptions options, Action<string> say)
{
    // A search need not take the whole window to see that a number fails; the answer must hold over all of it.
    private const double SearchShare = 0.25, LeastWindow = 8;

    /// <summary>Searches, measures and fits.</summary>
    /// <param name="stop">Gives up.</param>
    public async Task<CapacityResult> RunAsync(CancellationToken stop)
    {
        using var ground = TrialGround.Prepare(options, say, stop);
        var (graph, clips) = (ground.Graph, ground.Clips);
        var search = new CapacitySearch((count, counts) => ground.RunAsync(clips, count, WindowOf(counts), counts, stop), options.Most);
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
        var study = new CostStudy(options, ground.Scratch, WindowOf(false), say);
        return result with { Cost = await study.RunAsync(clips, cameras, cores, (asked, window) => ground.RunAsync(asked.Clips, asked.Cameras, window, false, stop, asked.Cores, asked.DoublesModels), stop) };
    }

    // The smallest number that failed and shows why: just above the limit a trial may fail before anything piles up.
    private static Trial? Failed(IReadOnlyList<Trial> trials, Trial light, double cores)
    {
        var failed = trials.Where(static trial => !trial.Holds).OrderBy(static trial => trial.Cameras).ToList();
        return failed.Find(trial => Saturation.LimitedBy(Saturation.Signals(trial, light, cores)) is not null and not Saturation.Others) ?? failed.FirstOrDefault();
    }

    private double WindowOf(bool counts) => counts ? options.Window.TotalSeconds : Math.Min(options.Window.TotalSeconds, Math.Max(LeastWindow, options.Window.TotalSeconds * SearchShare));
}
