using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Measures what cameras of other rates and sizes cost, with room to spare, fits a model to some of them and judges it by the others.</summary>
/// <param name="options">What is measured.</param>
/// <param name="scratch">Where clips go.</param>
/// <param name="window">How long a step of a search takes, in seconds.</param>
/// <param name="say">Told what goes on.</param>
internal sealed class CostStudy(CapacityOptions options, string scratch, double window, Action<string> say)
{
    // Every kind is measured in turn and then all of them again: what other work does to the box meanwhile is spread over all of them.
    private const int Rounds = 2, MostAgain = 2;
    private const double LeastWindow = 8, LeastDelivered = 0.9, MostStolen = 0.05;

    // Rate, size and runs of a model against those asked for.
    private static readonly CostKind[] Kinds =
    [
        new(1, 1, false, false), new(0.5, 1, false, false), new(1, 0.5, false, false),
        new(0.75, 1, false, true), new(1, 0.75, false, true), new(0.5, 0.5, false, true), new(1, 1, true, true),
    ];

    /// <summary>Measures and fits.</summary>
    /// <param name="clips">The clips as searched with.</param>
    /// <param name="cameras">How many of them hold.</param>
    /// <param name="cores">Cores of the engine.</param>
    /// <param name="run">Runs a trial for so many seconds.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<CostFindings> RunAsync(IReadOnlyList<CameraClip> clips, int cameras, double cores, Func<CostTrial, double, Task<Trial>> run, CancellationToken stop)
    {
        say("what cameras of other rates and sizes cost, with room to spare:");
        var count = Math.Max(1, cameras / 3);
        var trials = Kinds.ToDictionary(static kind => kind, static _ => new List<Trial>());

        // Encoded again at full size too: otherwise the fit would take another encoder for the price of pixels.
        var sized = Kinds.Select(static kind => kind.Size).Distinct().ToDictionary(static size => size, size => clips.Select(clip => ScaledClip.Make(clip, size, scratch, stop)).ToList());
        var variants = Kinds.ToDictionary(static kind => kind, kind => sized[kind.Size].ConvertAll(clip => CameraClip.Prepare(clip.Path, clip.Fps * kind.Rate, scratch, stop)));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var kind in Kinds)
            {
                stop.ThrowIfCancellationRequested();
                if (kind.DoublesModels && Inference(trials[Kinds[0]]) == 0) continue;
                if (await MeasureAsync(new(variants[kind], count, null, kind.DoublesModels), run) is { } trial) trials[kind].Add(trial);
            }
        }

        var points = Kinds.Where(kind => trials[kind].Count > 0)
            .Select(kind => new CostPoint(variants[kind].Average(static c => c.Fps), variants[kind].Average(static c => c.Megapixels), CameraCost.Of(trials[kind]), kind.IsHeldOut) { DoublesModels = kind.DoublesModels }).ToList();
        var fitted = points.Where(static p => !p.IsHeldOut).ToList();
        if (fitted.Count == 0) return new(null, points, []);
        var inference = Inference(trials[Kinds[0]]);

        // What the cores gave where the search ended, in cameras as they cost with room to spare.
        var usable = cameras * CostModel.Fit(fitted, 1, inference).Cost(clips.Average(static c => c.Fps), clips.Average(static c => c.Megapixels)) / cores;
        var model = CostModel.Fit(fitted, usable, inference);
        foreach (var point in points) say(Describe(point, points[0], model));
        return new(model, points, await SearchAsync(clips, model, cores, run));
    }

    /// <summary>Runs one kind; again where the host took cores meanwhile, which can't be told from work.</summary>
    private async Task<Trial?> MeasureAsync(CostTrial asked, Func<CostTrial, double, Task<Trial>> run)
    {
        Trial? best = null;
        for (var again = 0; again <= MostAgain && best is null or { Stolen: > MostStolen }; again++)
        {
            var trial = await run(asked, Math.Max(LeastWindow, window / Rounds));

            // One slow second doesn't make its cost wrong; frames that were not looked at would.
            if (trial is { End: TrialEnd.Done, Last: not null, Worst.DeliveredRatio: >= LeastDelivered } && !(best?.Stolen <= trial.Stolen)) best = trial;
            else if (best == null) say("  left out: frames were missing");
            if (trial.Stolen > MostStolen) say(string.Create(CultureInfo.InvariantCulture, $"  the host of this machine took {trial.Stolen:0.0 %} of its cores meanwhile"));
        }

        return best;
    }

    // Half the cores where there are two, and half the rate where it is asked for: what nothing was fitted to.
    private async Task<List<CapacityPoint>> SearchAsync(IReadOnlyList<CameraClip> clips, CostModel model, double cores, Func<CostTrial, double, Task<Trial>> run)
    {
        var found = new List<CapacityPoint>();
        if (cores >= 2) found.Add(await SearchAsync(clips, model, Math.Floor(cores / 2), (int)(cores / 2), run));
        if (options.Verify) found.Add(await SearchAsync([.. clips.Select(clip => CameraClip.Prepare(clip.Path, clip.Fps / 2, scratch, CancellationToken.None))], model, cores, null, run));
        return found;
    }

    private async Task<CapacityPoint> SearchAsync(IReadOnlyList<CameraClip> clips, CostModel model, double cores, int? limit, Func<CostTrial, double, Task<Trial>> run)
    {
        var (fps, megapixels) = (clips.Average(static c => c.Fps), clips.Average(static c => c.Megapixels));
        var predicted = model.Cameras(fps, megapixels, cores);
        say(string.Create(CultureInfo.InvariantCulture, $"the model says {predicted} cameras at {fps:0.##} fps on {cores:0} {(cores == 1 ? "core" : "cores")}; searching there:"));
        var search = new CapacitySearch((count, _) => run(new(clips, count, limit), window), options.Most, predicted);
        var measured = await search.RunAsync();

        // Fewer than foretold beside other work is the other work's doing.
        var isDisturbed = measured < predicted && search.Trials.Any(trial => !trial.Holds && trial.Cameras <= predicted && Saturation.IsDisturbed(trial, cores));
        if (isDisturbed) say("other programs took the box meanwhile: not counted");
        return new(fps, megapixels, cores, predicted, measured) { IsOtherCores = limit != null, IsDisturbed = isDisturbed };
    }

    /// <summary>Of CPU time, the part spent in stages that run a model.</summary>
    private static double Inference(List<Trial> trials)
    {
        var last = trials.Select(static trial => trial.Last!).ToList();
        return last.Sum(static tick => tick.Stages.Where(static s => StageKinds.IsModel(s.Use)).Sum(stage => tick.Cpu.GetValueOrDefault(stage.Id)))
            / Math.Max(1e-9, last.Sum(static tick => tick.CpuSeconds - tick.Cpu.GetValueOrDefault("jit")));
    }

    private static string Describe(CostPoint point, CostPoint from, CostModel model) => string.Create(CultureInfo.InvariantCulture,
        $"  {point.Fps:0.##} fps, {point.Megapixels:0.000} megapixels{(point.DoublesModels ? ", models twice" : "")}: {point.Cost * 1000:0.0} ms CPU a camera and second, the model is off by {CostErrors.Error(model, point):+0.0 %;-0.0 %;0.0 %} ({(point.IsHeldOut ? $"held out: {CostErrors.KindOf(point, from)}" : "fitted")})");
}
