namespace Sluice.Host.Bench.Capacity;

/// <summary>A cost model and what it was fitted to and judged by.</summary>
/// <param name="Model">The model; null where nothing could be measured.</param>
/// <param name="Points">Measured costs.</param>
/// <param name="Searched">Numbers of cameras that were predicted and then searched for.</param>
internal sealed record CostFindings(CostModel? Model, IReadOnlyList<CostPoint> Points, IReadOnlyList<CapacityPoint> Searched)
{
    /// <summary>Mean relative error of the costs that were held out; null where none was.</summary>
    public double? HeldOutError => Model == null || Points.All(static p => !p.IsHeldOut) ? null
        : Math.Round(Points.Where(static p => p.IsHeldOut).Average(p => Math.Abs((Model.Cost(p.Fps, p.Megapixels) / p.Cost) - 1)), 4);
}
