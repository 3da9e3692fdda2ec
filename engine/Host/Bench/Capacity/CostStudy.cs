using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Measures what cameras of other rates and sizes cost, with room to spare, fits a model to some of them and judges it by the others.</summary>
/// <param name="options">What is measured.</param>
/// <param name="scratch">Where clips go.</param>
/// <param name="say">Told what goes on.</param>
internal sealed class CostStudy(CapacityOptions options, string scratch, Action<string> say)
{
    private const double LeastDelivered = 0.9;

    // Rate and size against those asked for. The last two are what the model is judged by.
    private static readonly (double Rate, double Size, bool IsHeldOut)[] Points = [(1, 1, false), (0.5, 1, false), (1, 0.5, false), (0.5, 0.5, true), (0.75, 0.75, true)];

    /// <summary>Measures and fits.</summary>
    /// <param name="clips">The clips as searched with.</param>
    /// <param name="cameras">How many of them hold.</param>
    /// <param name="light">The trial with the fewest.</param>
    /// <param name="cores">Cores of the engine.</param>
    /// <param name="run">Runs a short trial.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<CostFindings> RunAsync(IReadOnlyList<CameraClip> clips, int cameras, Trial light, double cores, Func<IReadOnlyList<CameraClip>, int, int?, Task<Trial>> run, CancellationToken stop)
    {
        say("what cameras of other rates and sizes cost, with room to spare:");
        var count = Math.Max(1, cameras / 3);
        var points = new List<CostPoint>();
        foreach (var (rate, size, isHeldOut) in Points)
        {
            stop.ThrowIfCancellationRequested();

            // Encoded again at full size too: otherwise the fit would take another encoder for the price of pixels.
            var variants = clips.Select(clip => CameraClip.Prepare(ScaledClip.Make(clip, size, scratch, stop).Path, clip.Fps * rate, scratch, stop)).ToList();
            var trial = await run(variants, count, null);

            // One slow second doesn't make its cost wrong; frames that were not looked at would.
            if (trial is not { End: TrialEnd.Done, Last: { } last, Worst.DeliveredRatio: >= LeastDelivered })
            {
                say("  left out: frames were missing");
                continue;
            }

            points.Add(new(variants.Average(static c => c.Fps), variants.Average(static c => c.Megapixels), (last.CpuSeconds - last.Cpu.GetValueOrDefault("jit")) / last.At / count, isHeldOut));
        }

        var fitted = points.Where(static p => !p.IsHeldOut).ToList();
        if (fitted.Count == 0) return new(null, points, []);
        var inference = light.Last is { } few ? few.Stages.Where(static s => s.Use is "detect" or "classify" or "embed").Sum(stage => few.Cpu.GetValueOrDefault(stage.Id)) / Math.Max(1e-9, few.CpuSeconds) : 0;

        // What the cores gave where the search ended, in cameras as they cost with room to spare.
        var usable = cameras * CostModel.Fit(fitted, 1, inference).Cost(clips.Average(static c => c.Fps), clips.Average(static c => c.Megapixels)) / cores;
        var model = CostModel.Fit(fitted, usable, inference);
        foreach (var point in points) say(Describe(point, model));
        return new(model, points, options.Verify ? await VerifyAsync(clips, model, cores, run, stop) : []);
    }

    // Half the rate, and half the cores where there are two: what nothing was fitted to.
    private async Task<List<CapacityPoint>> VerifyAsync(IReadOnlyList<CameraClip> clips, CostModel model, double cores, Func<IReadOnlyList<CameraClip>, int, int?, Task<Trial>> run, CancellationToken stop)
    {
        var halves = clips.Select(clip => CameraClip.Prepare(clip.Path, clip.Fps / 2, scratch, stop)).ToList();
        var found = new List<CapacityPoint> { await SearchAsync(halves, model, cores, null, run) };
        if (cores >= 2) found.Add(await SearchAsync(clips, model, Math.Floor(cores / 2), (int)(cores / 2), run));
        return found;
    }

    private async Task<CapacityPoint> SearchAsync(IReadOnlyList<CameraClip> clips, CostModel model, double cores, int? limit, Func<IReadOnlyList<CameraClip>, int, int?, Task<Trial>> run)
    {
        var (fps, megapixels) = (clips.Average(static c => c.Fps), clips.Average(static c => c.Megapixels));
        var predicted = model.Cameras(fps, megapixels, cores);
        say(string.Create(CultureInfo.InvariantCulture, $"the model says {predicted} cameras at {fps:0.##} fps on {cores:0} cores; searching there:"));
        return new(fps, megapixels, cores, predicted, await new CapacitySearch((count, _) => run(clips, count, limit), options.Most).RunAsync());
    }

    private static string Describe(CostPoint point, CostModel model) => string.Create(CultureInfo.InvariantCulture,
        $"  {point.Fps:0.##} fps, {point.Megapixels:0.000} megapixels: {point.Cost * 1000:0.0} ms CPU a camera and second, the model says {model.Cost(point.Fps, point.Megapixels) * 1000:0.0} ({(point.IsHeldOut ? "held out" : "fitted")})");
}
