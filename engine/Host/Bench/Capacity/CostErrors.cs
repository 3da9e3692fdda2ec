namespace Sluice.Host.Bench.Capacity;

/// <summary>What a cost model is off by, one kind of change at a time.</summary>
internal static class CostErrors
{
    /// <summary>The change that is judged by a search, in cameras, and not by CPU time.</summary>
    public const string Cores = "cores";

    /// <summary>Judges it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="points">Measured costs; the first is what was searched with.</param>
    /// <param name="searched">Numbers that were predicted and then searched for.</param>
    /// <returns>Relative error by what was changed; what was not measured is not there.</returns>
    public static SortedDictionary<string, double> Of(CostModel model, IReadOnlyList<CostPoint> points, IReadOnlyList<CapacityPoint> searched)
    {
        var errors = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var kind in points.Where(static point => point.IsHeldOut).GroupBy(point => KindOf(point, points[0]), StringComparer.Ordinal))
            errors[kind.Key] = Math.Round(kind.Average(point => Math.Abs(Error(model, point))), 4);
        if (searched.FirstOrDefault(static point => point is { IsOtherCores: true, IsDisturbed: false }) is { Measured: > 0 } fewer)
            errors[Cores] = Math.Round(Math.Abs((fewer.Predicted / (double)fewer.Measured) - 1), 4);
        return errors;
    }

    /// <summary>How far the model is off at a point, of what was measured.</summary>
    public static double Error(CostModel model, CostPoint point) => (model.Cost(point.Fps, point.Megapixels, point.DoublesModels ? 2 : 1) / point.Cost) - 1;

    /// <summary>What is different about a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="from">What it is compared with.</param>
    public static string KindOf(CostPoint point, CostPoint from) => (point.DoublesModels, point.Fps != from.Fps, point.Megapixels != from.Megapixels) switch
    {
        (true, _, _) => "model",
        (_, true, true) => "fps and size",
        (_, true, _) => "fps",
        (_, _, true) => "size",
        _ => "as searched",
    };
}
