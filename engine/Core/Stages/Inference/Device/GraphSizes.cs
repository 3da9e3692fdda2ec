namespace Sluice.Core.Stages.Inference.Device;

/// <summary>
/// The batch sizes that are captured into CUDA graphs, one graph each: powers of two and the largest. A batch of another size runs as the
/// next larger one, with what lay there before in the places left over.
/// </summary>
internal static class GraphSizes
{
    /// <summary>All of them, the smallest first.</summary>
    /// <param name="most">Most images of a batch.</param>
    /// <param name="only">The size of a model that takes no other; null for one that takes any.</param>
    public static IEnumerable<int> Of(int most, int? only)
    {
        if (only is { } size)
        {
            yield return size;
            yield break;
        }

        for (var images = 1; images < most; images *= 2) yield return images;
        yield return most;
    }

    /// <summary>The one that a batch runs as.</summary>
    /// <param name="count">Pictures in it.</param>
    /// <param name="most">Most images of a batch.</param>
    public static int For(int count, int most) => Math.Min(most, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count));
}
