namespace Sluice.Host.Bench.Capacity;

/// <summary>What cameras of one kind cost, measured with room to spare.</summary>
/// <param name="Fps">Frames a second each.</param>
/// <param name="Megapixels">Million pixels a frame.</param>
/// <param name="Cost">CPU seconds a camera and second.</param>
/// <param name="IsHeldOut">Whether the model was not fitted to it, but is judged by it.</param>
internal sealed record CostPoint(double Fps, double Megapixels, double Cost, bool IsHeldOut)
{
    /// <summary>Whether each model ran twice a frame.</summary>
    public bool DoublesModels { get; init; }
}
