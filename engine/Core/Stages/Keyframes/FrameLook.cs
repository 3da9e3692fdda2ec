namespace Sluice.Core.Stages.Keyframes;

/// <summary>What a reduced picture says besides its features.</summary>
/// <param name="Exposed">Share of cells that are neither black nor white.</param>
/// <param name="Sharpness">Mean size of the Laplacian, in grey levels: how much detail there is.</param>
/// <param name="Edges">Mean gradient, in grey levels.</param>
/// <param name="Luma">Mean luma, 0 to 255.</param>
internal readonly record struct FrameLook(float Exposed, float Sharpness, float Edges, float Luma)
{
    /// <summary>The share of the source's frames so far whose objects surprised less, 0 to 1.</summary>
    public double Rank { get; init; }
}
