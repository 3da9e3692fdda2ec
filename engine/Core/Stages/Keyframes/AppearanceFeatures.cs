namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// The appearance of a frame as 512 numbers: a 16 x 16 luma thumbnail, luma histograms on a 2 x 2 grid, a chroma histogram and an
/// edge-orientation grid, each weighted so that Euclidean distance means visible difference. The weights were chosen by the mean distance
/// of all frames to the chosen ones on real clips.
/// </summary>
internal static class AppearanceFeatures
{
    /// <summary>Numbers in a vector.</summary>
    public const int Length = 512;

    private const int Thumbnail = 256, LumaBins = 64, ChromaBins = 64, EdgeBins = 128;
    private const float ThumbnailWeight = 4, LumaWeight = 0.35f, ChromaWeight = 0.7f, EdgeWeight = 2;

    // Flat cells must not turn noise into direction.
    private const float EdgeFloor = 2000;

    /// <summary>Computes the vector.</summary>
    /// <param name="grid">The reduced picture.</param>
    /// <param name="into">At least <see cref="Length"/> numbers, overwritten.</param>
    /// <returns>The share of cells that are neither black nor white.</returns>
    public static float Compute(LumaGrid grid, Span<float> into)
    {
        into = into[..Length];
        into.Clear();
        var exposed = ThumbnailAndLuma(grid.Luma, into[..Thumbnail], into.Slice(Thumbnail, LumaBins));
        Chroma(grid, into.Slice(Thumbnail + LumaBins, ChromaBins));
        Edges(grid.Luma, into.Slice(Thumbnail + LumaBins + ChromaBins, EdgeBins));
        return exposed;
    }

    private static float ThumbnailAndLuma(byte[] luma, Span<float> thumbnail, Span<float> histogram)
    {
        const int side = LumaGrid.LumaSide;
        var exposed = 0;
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                int value = luma[(y * side) + x];
                thumbnail[((y >> 2) * 16) + (x >> 2)] += value;
                histogram[(((y >> 5) * 2) + (x >> 5)) * 16 + (value >> 4)]++;
                if (value is >= 8 and <= 247) exposed++;
            }
        }

        foreach (ref var cell in thumbnail) cell = ThumbnailWeight * ((cell / (16 * 255f)) - 0.5f) / 8;
        foreach (ref var bin in histogram) bin = LumaWeight * MathF.Sqrt(bin / (side * side / 4f));
        return exposed / (float)(side * side);
    }

    private static void Chroma(LumaGrid grid, Span<float> histogram)
    {
        for (var i = 0; i < grid.Cb.Length; i++) histogram[((grid.Cb[i] >> 5) * 8) + (grid.Cr[i] >> 5)]++;
        foreach (ref var bin in histogram) bin = ChromaWeight * MathF.Sqrt(bin / grid.Cb.Length);
    }

    private static void Edges(byte[] luma, Span<float> grid)
    {
        const int side = LumaGrid.LumaSide;
        Span<float> totals = stackalloc float[16];
        totals.Clear();
        for (var y = 1; y < side - 1; y++)
        {
            for (var x = 1; x < side - 1; x++)
            {
                var at = (y * side) + x;
                int dx = luma[at + 1] - luma[at - 1], dy = luma[at + side] - luma[at - side];
                if (dx == 0 && dy == 0) continue;
                var cell = ((y >> 4) * 4) + (x >> 4);
                var magnitude = MathF.Sqrt((dx * dx) + (dy * dy));
                grid[(cell * 8) + Octant(dx, dy)] += magnitude;
                totals[cell] += magnitude;
            }
        }

        for (var i = 0; i < grid.Length; i++) grid[i] = EdgeWeight * MathF.Sqrt(grid[i] / ((totals[i >> 3] * 4) + EdgeFloor));
    }

    // Eight sectors of 45 degrees, told by signs and the greater side.
    private static int Octant(int dx, int dy)
        => (dx < 0 ? 4 : 0) + (dy < 0 ? 2 : 0) + (Math.Abs(dx) < Math.Abs(dy) ? 1 : 0);
}
