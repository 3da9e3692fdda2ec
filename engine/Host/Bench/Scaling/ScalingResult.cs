using Sluice.Host.Bench.Capacity;

namespace Sluice.Host.Bench.Scaling;

/// <summary>What a scaling bench found.</summary>
/// <param name="Points">By number of sources, rising.</param>
/// <param name="Soak">Readings of the soak, one a second; empty where there was none.</param>
/// <param name="SoakEnd">How the soak ended, where it did not run to its end; null otherwise.</param>
/// <param name="Clips">What the sources sent.</param>
/// <param name="Options">What was asked.</param>
/// <param name="Machine">Where.</param>
internal sealed record ScalingResult(IReadOnlyList<ScalingPoint> Points, IReadOnlyList<TrialTick> Soak, string? SoakEnd, IReadOnlyList<CameraClip> Clips, ScalingOptions Options, Machine Machine)
{
    /// <summary>Sources that are asked what they would take.</summary>
    public const int Many = 1000;

    /// <summary>Cost of a frame with the most sources against one source; null where either was not measured.</summary>
    public double? CostRatio => Points is [{ Sources: 1, Counts: true } one, .., { Counts: true } most] ? most.CpuMsAFrame.Median / one.CpuMsAFrame.Median : null;

    /// <summary>Resident bytes without a source, and of each: a straight line through what was measured; null where there is no line.</summary>
    public (double Base, double Each)? Memory
    {
        get
        {
            var points = Points.Where(static p => p.Counts).ToList();
            if (points.Count < 2) return null;
            var (x, y) = (points.Average(static p => p.Sources), points.Average(static p => p.ResidentBytes.Median));
            var each = points.Sum(p => (p.Sources - x) * (p.ResidentBytes.Median - y)) / points.Sum(p => (p.Sources - x) * (p.Sources - x));
            return (y - (each * x), each);
        }
    }

    /// <summary>Cores that a thousand cameras would keep busy, at the cost of a frame with the most sources measured; null where there is none.</summary>
    public double? ManyCores => Points.LastOrDefault(static p => p.Counts) is { } most ? Many * Options.CameraFps * most.CpuMsAFrame.Median / 1000 : null;

    /// <summary>Bytes that a thousand sources would have resident, by the line.</summary>
    public double? ManyBytes => Memory is { } line ? line.Base + (line.Each * Many) : null;

    /// <summary>How the soak's memory went; null where there was no soak.</summary>
    public SoakTrend? Trend => SoakTrend.Of(Soak);
}
