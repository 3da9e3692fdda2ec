using System.Globalization;
using Sluice.Host.Bench.Capacity;

namespace Sluice.Host.Bench.Scaling;

/// <summary>The plots of a scaling report.</summary>
internal static class ScalingPictures
{
    private const string Blue = "#2f6fdb", Green = "#2a8a4a", Red = "#c8322d", Gray = "#a7adb5";
    private const double Mebibyte = 1 << 20, Budget = 1.05;
    private const int MostPoints = 600, Minute = 60;

    /// <summary>CPU time of a frame by number of sources, with the spread of the rounds and what other programs took meanwhile.</summary>
    public static string Cost(ScalingResult result)
    {
        var points = result.Points.Where(static p => p.Counts).ToList();
        var plot = new SvgPlot("CPU time of a frame", "sources", "ms a frame") { Subtitle = About(result), RightLabel = "cores", IsDoubling = true };
        if (result.Points[0].Counts) plot.Level("one source + 5 %", Red, result.Points[0].CpuMsAFrame.Median * Budget);
        plot.Line("cores that other programs took (right)", Gray, [.. points.Select(static p => ((double)p.Sources, p.OtherCores))], right: true, thick: 1.5);
        foreach (var p in points.Where(static p => p.CpuMsAFrame.Count > 1)) plot.Spread(Blue, p.Sources, p.CpuMsAFrame.Min(), p.CpuMsAFrame.Max());
        plot.Line("CPU time of a frame", Blue, [.. points.Select(static p => ((double)p.Sources, p.CpuMsAFrame.Median))], dots: true);
        return plot.Svg();
    }

    /// <summary>Resident memory by number of sources, and the line that is drawn through it.</summary>
    public static string Memory(ScalingResult result)
    {
        var plot = new SvgPlot("Resident memory", "sources", "MiB") { Subtitle = About(result) };
        if (result.Memory is { } line)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{line.Base / Mebibyte:0} MiB and {line.Each / Mebibyte:0.0} MiB a source");
            plot.Line(name, Green, [(0, line.Base / Mebibyte), (result.Points[^1].Sources, (line.Base + (line.Each * result.Points[^1].Sources)) / Mebibyte)], thick: 1.5);
        }

        plot.Line("measured", Blue, [.. result.Points.Where(static p => p.Counts).Select(static p => ((double)p.Sources, p.ResidentBytes.Median / Mebibyte))], dots: true, thick: 0);
        return plot.Svg();
    }

    /// <summary>Resident memory over the soak with its slope and what that may be, and what other programs took meanwhile.</summary>
    public static string Soak(ScalingResult result)
    {
        var step = Math.Max(1, result.Soak.Count / MostPoints);
        var plot = new SvgPlot("Resident memory over the soak", "minutes", "MiB") { Subtitle = $"{result.Options.SoakSources} sources; {About(result)}", RightLabel = "cores" };
        if (result.Trend is { } trend)
        {
            var ends = Enumerable.Range(0, 21).Select(i => trend.FromSeconds + ((trend.ToSeconds - trend.FromSeconds) * i / 20));
            plot.Band("slope, 95 % confidence", Red, [.. ends.Select(at => (at / Minute, Math.Min(Of(at, trend.LeastAnHour), Of(at, trend.MostAnHour)), Math.Max(Of(at, trend.LeastAnHour), Of(at, trend.MostAnHour))))]);
            plot.Line("cores that other programs took (right)", Gray, Others(result.Soak), right: true, thick: 1.2);
            plot.Line("resident", Blue, Resident());
            plot.Line(string.Create(CultureInfo.InvariantCulture, $"{trend.BytesAnHour / Mebibyte:+0.0;-0.0;0.0} MiB an hour"), Red, [(trend.FromSeconds / Minute, Of(trend.FromSeconds, trend.BytesAnHour)), (trend.ToSeconds / Minute, Of(trend.ToSeconds, trend.BytesAnHour))], thick: 1.5);

            double Of(double at, double slope) => trend.BytesAt(at, slope) / Mebibyte;
        }
        else
        {
            plot.Line("resident", Blue, Resident());
        }

        return plot.Svg();

        List<(double X, double Y)> Resident() => [.. result.Soak.Where((_, i) => i % step == 0).Select(static t => (t.At / Minute, t.ResidentBytes / Mebibyte))];
    }

    // Over stretches of a sixtieth: a reading a second would hide everything behind it.
    private static List<(double X, double Y)> Others(IReadOnlyList<TrialTick> ticks)
    {
        var step = Math.Max(1, ticks.Count / Minute);
        return [.. Enumerable.Range(1, (ticks.Count - 1) / step).Select(i => (Then: ticks[(i - 1) * step], Now: ticks[i * step]))
            .Select(static pair => ((pair.Then.At + pair.Now.At) / 2 / Minute, Math.Max(0, (pair.Now.MachineSeconds - pair.Now.CpuSeconds - pair.Then.MachineSeconds + pair.Then.CpuSeconds) / (pair.Now.At - pair.Then.At))))];
    }

    private static string About(ScalingResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{Path.GetFileName(result.Options.Graph)}, {result.Options.Rate:0.#} frames a second over all, {result.Clips[0].Width}x{result.Clips[0].Height}; {result.Machine.Cores} cores; load before {result.Machine.LoadBefore:0.0}; {result.Machine.At:yyyy-MM-dd}");
}
