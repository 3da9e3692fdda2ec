namespace Sluice.Host.Bench.Capacity;

/// <summary>A number of cameras that was predicted and then searched for.</summary>
/// <param name="Fps">Frames a second each.</param>
/// <param name="Megapixels">Million pixels a frame.</param>
/// <param name="Cores">Cores.</param>
/// <param name="Predicted">What the model said.</param>
/// <param name="Measured">What the search found.</param>
internal sealed record CapacityPoint(double Fps, double Megapixels, double Cores, int Predicted, int Measured)
{
    /// <summary>Whether the cores are others than the model was made on.</summary>
    public bool IsOtherCores { get; init; }

    /// <summary>Whether other programs took the box where the search ended: it then says nothing about the model.</summary>
    public bool IsDisturbed { get; init; }
}
