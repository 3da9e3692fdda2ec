using Sluice.Host.Bench.Capacity;

namespace Sluice.Host.Bench.Scaling;

/// <summary>How a soak's memory went. The readings after the first quarter are cut into stretches, the middle of each is taken, and the slope is
/// the median of the slopes between all of these (Theil and Sen), with the interval that holds it with 95 % confidence: a burst of other work,
/// during which queues fill for a while, is outvoted.</summary>
/// <param name="FirstBytes">Resident in the first stretch: by then all that is kept has been made.</param>
/// <param name="LastBytes">Resident in the last stretch.</param>
/// <param name="MostBytes">Most resident at any reading.</param>
/// <param name="BytesAnHour">The slope.</param>
/// <param name="LeastAnHour">Lower end of its interval.</param>
/// <param name="MostAnHour">Upper end.</param>
/// <param name="FromSeconds">Where the middle of the first stretch is.</param>
/// <param name="ToSeconds">Where that of the last is.</param>
/// <param name="MiddleSeconds">The middle of all.</param>
/// <param name="MiddleBytes">What is resident there, by the slope.</param>
internal sealed record SoakTrend(double FirstBytes, double LastBytes, long MostBytes, double BytesAnHour, double LeastAnHour, double MostAnHour, double FromSeconds, double ToSeconds, double MiddleSeconds, double MiddleBytes)
{
    private const int LeastReadings = 8, MostStretches = 36, ReadingsAStretch = 3;
    private const double Normal95 = 1.96, SecondsAnHour = 3600;

    // What an hour may add, of what is resident, and be called flat; and the least time that says anything about an hour.
    private const double FlatShare = 0.02, LeastSeconds = 590;

    /// <summary>Which way it went.</summary>
    public SoakWay Way => ToSeconds < LeastSeconds * 0.9 ? SoakWay.Unknown : MostAnHour <= FlatShare * FirstBytes ? SoakWay.Flat : LeastAnHour > FlatShare * FirstBytes ? SoakWay.Rises : SoakWay.Unknown;

    /// <summary>Looks at the readings.</summary>
    /// <returns>Null where there are too few.</returns>
    public static SoakTrend? Of(IReadOnlyList<TrialTick> ticks)
    {
        var kept = ticks.Skip(ticks.Count / 4).ToList();
        if (kept.Count < LeastReadings) return null;
        var count = Math.Clamp(kept.Count / ReadingsAStretch, 2, MostStretches);
        var points = Enumerable.Range(0, count).Select(i => PointOf(kept[(i * kept.Count / count)..((i + 1) * kept.Count / count)])).ToList();
        var slopes = new List<double>();
        for (var i = 0; i < count; i++)
            for (var j = i + 1; j < count; j++) slopes.Add((points[j].Bytes - points[i].Bytes) / (points[j].At - points[i].At) * SecondsAnHour);
        slopes.Sort();

        // How far from the middle the ends of the interval lie, by the spread that the number of rising pairs has where nothing rises.
        var reach = Normal95 * Math.Sqrt(count * (count - 1) * ((2 * count) + 5) / 18.0);
        var least = slopes[Math.Clamp((int)Math.Floor((slopes.Count - reach) / 2), 0, slopes.Count - 1)];
        var most = slopes[Math.Clamp((int)Math.Ceiling((slopes.Count + reach) / 2), 0, slopes.Count - 1)];
        var slope = Median(slopes);
        var middle = (points[0].At + points[^1].At) / 2;
        var level = Median([.. points.Select(point => point.Bytes + (slope / SecondsAnHour * (middle - point.At))).Order()]);
        return new(points[0].Bytes, points[^1].Bytes, ticks.Max(static t => t.ResidentBytes), slope, least, most, points[0].At, points[^1].At, middle, level);
    }

    /// <summary>What is resident at a time, by one of the slopes, all of which meet in the middle.</summary>
    /// <param name="seconds">The time.</param>
    /// <param name="anHour">The slope.</param>
    public double BytesAt(double seconds, double anHour) => MiddleBytes + (anHour / SecondsAnHour * (seconds - MiddleSeconds));

    private static (double At, double Bytes) PointOf(List<TrialTick> stretch) => (stretch.Average(static t => t.At), Median([.. stretch.Select(static t => (double)t.ResidentBytes).Order()]));

    private static double Median(List<double> sorted) => (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
}
