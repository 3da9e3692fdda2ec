using System.Globalization;

namespace Sluice.Host.Bench.Capacity;

/// <summary>The plots of a capacity report.</summary>
internal static class CapacityPictures
{
    private const string Blue = "#2f6fdb", Red = "#c8322d", Green = "#2a8a4a", Gray = "#8a9099";

    /// <summary>p95 of the worst camera and cores in use, by number of cameras.</summary>
    public static string Trials(CapacityResult result)
    {
        // A number that was tried twice is shown as it fared over the whole window.
        var trials = result.Trials.Where(static t => t.Last != null).GroupBy(static t => t.Cameras).Select(static tries => tries.Last()).OrderBy(static t => t.Cameras).ToList();
        var plot = new SvgPlot("p95 of the worst camera, and cores in use", "cameras", "p95, ms") { Subtitle = About(result), RightLabel = "cores" };
        var cap = result.Options.P95.TotalMilliseconds * 3;
        plot.Level($"budget {result.Options.P95.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms", Red, result.Options.P95.TotalMilliseconds);
        plot.Line("cores in use (right)", Green, [.. trials.Select(static t => ((double)t.Cameras, t.Cores))], dots: true, right: true);
        plot.Line("p95 of the worst camera", Blue, [.. trials.Where(static t => t.Worst?.P95Ms != null).Select(t => ((double)t.Cameras, Math.Min(cap, t.Worst!.P95Ms!.Value)))], dots: true);
        plot.Mark($"{result.Cameras} hold", result.Cameras);
        return plot.Svg();
    }

    /// <summary>Latency over the window: the answer, and the first number that failed.</summary>
    public static string Latency(CapacityResult result)
    {
        var plot = new SvgPlot("p95 of the frames of each second", "seconds into the window", "ms") { Subtitle = About(result) };
        plot.Level("budget", Gray, result.Options.P95.TotalMilliseconds);
        if (result.Trials.Where(static t => !t.Holds && t.Ticks.Count > 0).MinBy(static t => t.Cameras) is { } failed) plot.Line(Name(failed), Red, Points(failed, result));
        if (result.Trials.LastOrDefault(static t => t.Holds) is { } answer) plot.Line(Name(answer), Blue, Points(answer, result));
        return plot.Svg();

        static string Name(Trial trial) => string.Create(CultureInfo.InvariantCulture, $"{trial.Cameras} cameras{(trial.Holds ? "" : ", fail")}");
    }

    /// <summary>CPU of each part, by number of cameras that hold.</summary>
    public static string Parts(CapacityResult result)
    {
        var plot = new SvgBars("Share of CPU time by part, few cameras", "%");
        foreach (var part in result.Stages.OrderByDescending(static p => p.Share)) plot.Bar(part.Part, part.Share * 100);
        return plot.Svg();
    }

    private static string About(CapacityResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{Path.GetFileName(result.Options.Graph)}, {result.Clips[0].Width}x{result.Clips[0].Height} at {result.Clips[0].Fps:0.##} fps; {result.Options.Cores ?? result.Machine.Cores} cores; load before {result.Machine.LoadBefore:0.0}; {result.Machine.At:yyyy-MM-dd}");

    private static List<(double X, double Y)> Points(Trial trial, CapacityResult result)
        => [.. trial.Ticks.Where(static t => t.LatencyP95 != null).Select(t => (t.At, Math.Min(t.LatencyP95!.Value * 1000, result.Options.P95.TotalMilliseconds * 4)))];
}
