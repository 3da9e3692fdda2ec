namespace Sluice.Host.Bench.Capacity;

/// <summary>A kind of camera whose cost is measured.</summary>
/// <param name="Rate">Its rate against that asked for.</param>
/// <param name="Size">Its width and height against those asked for.</param>
/// <param name="DoublesModels">Whether each model runs twice a frame.</param>
/// <param name="IsHeldOut">Whether the model is not fitted to it, but judged by it.</param>
internal sealed record CostKind(double Rate, double Size, bool DoublesModels, bool IsHeldOut);
