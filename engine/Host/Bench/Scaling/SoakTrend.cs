using Sluice.Host.Bench.Capacity;

namespace Sluice.Host.Bench.Scaling;

/// <summary>How a soak's memory went.</summary>
/// <param name="FirstBytes">Resident at a quarter of the time: by then all that is kept has been made.</param>
/// <param name="LastBytes">Resident at the end.</param>
/// <param name="BytesAnHour">The slope of a line through all from that quarter on.</param>
/// <param name="MostBytes">Most resident at any reading.</param>
internal sealed record SoakTrend(long FirstBytes, long LastBytes, double BytesAnHour, long MostBytes)
{
    private const int LeastReadings = 8;

    /// <summary>Looks at the readings.</summary>
    /// <returns>Null where there are too few.</returns>
    public static SoakTrend? Of(IReadOnlyList<TrialTick> ticks)
    {
        var kept = ticks.Skip(ticks.Count / 4).ToList();
        if (kept.Count < LeastReadings) return null;
        var (x, y) = (kept.Average(static t => t.At), kept.Average(static t => (double)t.ResidentBytes));
        var slope = kept.Sum(t => (t.At - x) * (t.ResidentBytes - y)) / kept.Sum(t => (t.At - x) * (t.At - x));
        return new(kept[0].ResidentBytes, kept[^1].ResidentBytes, slope * 3600, ticks.Max(static t => t.ResidentBytes));
    }
}
