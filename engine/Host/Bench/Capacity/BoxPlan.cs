namespace Sluice.Host.Bench.Capacity;

/// <summary>How many boxes of one kind some cameras need.</summary>
/// <param name="Result">The result it follows from.</param>
/// <param name="Box">What the box is.</param>
/// <param name="Cameras">Cameras a box.</param>
/// <param name="CamerasWithReserve">With the reserve held back.</param>
/// <param name="Boxes">How many boxes; null where one does not hold a single camera.</param>
/// <param name="LimitedBy">What is spent first.</param>
/// <param name="IsMeasured">Whether the cameras a box were measured, and not foretold by its cost model.</param>
internal sealed record BoxPlan(string Result, string Box, int Cameras, int CamerasWithReserve, int? Boxes, string? LimitedBy, bool IsMeasured)
{
    /// <summary>What the cost model was off by where what was asked for was held out, the worst of them; null where it was measured, or none was.</summary>
    public double? OffBy { get; init; }

    /// <summary>What to know before money is spent on it; empty where there is nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Plans with one result.</summary>
    /// <param name="path">A <c>capacity.json</c>.</param>
    /// <param name="asked">The cameras.</param>
    /// <param name="revision">The graph's revision; null where none was named.</param>
    /// <exception cref="UsageException">It is no result, of another graph, or has no cost model where one is needed.</exception>
    public static BoxPlan Of(string path, PlannedCameras asked, string? revision)
    {
        using var result = new PlannedResult(path);
        if (revision != null && revision != result.Revision)
            throw new UsageException($"--from {path}: it was measured with another graph, or another state of it ({result.Graph}); run bench capacity again.");
        var cameras = asked.IsAsMeasured ? result.Cameras : (result.Cost?.Model ?? throw new UsageException($"--from {path}: it has no cost model to foretell other cameras by; run bench capacity without --search-only."))
            .Cameras(asked.Fps ?? result.Fps, asked.Megapixels ?? result.Megapixels, asked.Cores ?? result.Cores, asked.ModelCost);
        var left = (int)Math.Floor((cameras * (1 - (asked.Reserve ?? result.Reserve))) + 1e-9);
        return new(path, $"{result.Processor}, {asked.Cores ?? result.Cores} cores", cameras, left, left > 0 ? (int)((asked.Cameras + (long)left - 1) / left) : null, result.LimitedBy, asked.IsAsMeasured)
        {
            OffBy = asked.IsAsMeasured ? null : result.OffBy(asked),
            Notes = [.. result.Notes(asked)],
        };
    }
}
