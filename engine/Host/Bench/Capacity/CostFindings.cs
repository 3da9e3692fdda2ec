namespace Sluice.Host.Bench.Capacity;

/// <summary>A cost model and what it was fitted to and judged by.</summary>
/// <param name="Model">The model; null where nothing could be measured.</param>
/// <param name="Points">Measured costs.</param>
/// <param name="Searched">Numbers of cameras that were predicted and then searched for.</param>
internal sealed record CostFindings(CostModel? Model, IReadOnlyList<CostPoint> Points, IReadOnlyList<CapacityPoint> Searched)
{
    /// <summary>Mean relative error of the costs that were held out; null where none was.</summary>
    public double? HeldOutError => Errors is { Count: > 0 } errors && errors.Where(static e => e.Key != CostErrors.Cores).Select(static e => e.Value).ToList() is { Count: > 0 } costs ? Math.Round(costs.Average(), 4) : null;

    /// <summary>Relative error where nothing was fitted, by what was changed: <c>fps</c>, <c>size</c>, <c>fps and size</c>, <c>model</c>, each in
    /// CPU time, and <c>cores</c> in cameras.</summary>
    public IReadOnlyDictionary<string, double> Errors => Model == null ? new Dictionary<string, double>() : CostErrors.Of(Model, Points, Searched);
}
