namespace Sluice.Host.Bench.Scaling;

/// <summary>What one number of sources took.</summary>
/// <param name="Sources">How many.</param>
/// <param name="CpuMsAFrame">CPU milliseconds a frame that got through, of each round; what the runtime's compiler took is not in it.</param>
/// <param name="ResidentBytes">Resident memory, the middle of each round's readings.</param>
/// <param name="Delivered">Part of the frames that got through, the least of the rounds.</param>
/// <param name="OtherCores">Cores that other programs took meanwhile, the most of the rounds.</param>
internal sealed record ScalingPoint(int Sources, Readings CpuMsAFrame, Readings ResidentBytes, double Delivered, double OtherCores)
{
    // Frames that are left out cost less: such a figure is none.
    private const double LeastDelivered = 0.95;

    /// <summary>Whether enough frames got through for its figures to mean something.</summary>
    public bool Counts => Delivered >= LeastDelivered;
}
