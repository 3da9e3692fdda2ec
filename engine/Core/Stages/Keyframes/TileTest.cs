namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Tells near-duplicates: two 32 x 32 lumas show the same when each 4 x 4 tile of one is found in the other, moved by at most one cell, after
/// their difference in brightness is taken out. It forgives exposure and a little motion, not a new small object.
/// </summary>
internal static class TileTest
{
    private const int Side = LumaGrid.LumaSide / 2, Tile = 4;

    // Grey levels a tile may differ by, on average. At six a near-empty road is one picture for ever: 216 of 377 frames of a clip had one
    // keyframe, and looked different enough to a detector. At four 3.6 % of what is chosen is still alike, without the test 5.4 %.
    private const int Tolerance = 4;

    /// <summary>The luma the test is made on.</summary>
    /// <param name="luma">64 x 64.</param>
    /// <returns>32 x 32.</returns>
    public static byte[] Reduce(ReadOnlySpan<byte> luma)
    {
        var half = new byte[Side * Side];
        for (var y = 0; y < Side; y++)
        {
            var above = luma.Slice(4 * y * Side, 2 * Side);
            var below = luma.Slice(((4 * y) + 2) * Side, 2 * Side);
            for (var x = 0; x < Side; x++) half[(y * Side) + x] = (byte)((above[2 * x] + above[(2 * x) + 1] + below[2 * x] + below[(2 * x) + 1] + 2) / 4);
        }

        return half;
    }

    /// <summary>The luma in the size it had, each cell four times.</summary>
    public static byte[] Enlarge(ReadOnlySpan<byte> half)
    {
        var luma = new byte[4 * Side * Side];
        for (var i = 0; i < luma.Length; i++) luma[i] = half[(i / (4 * Side) * Side) + (i % (2 * Side) / 2)];
        return luma;
    }

    /// <summary>Whether two pictures show the same.</summary>
    /// <param name="one">32 x 32 luma.</param>
    /// <param name="other">32 x 32 luma.</param>
    public static bool AreAlike(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var offset = MedianDifference(one, other);
        for (var y = 0; y < Side; y += Tile)
            for (var x = 0; x < Side; x += Tile)
                if (!IsFound(one, other, offset, x, y)) return false;
        return true;
    }

    private static bool IsFound(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, int offset, int left, int top)
    {
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                var sum = 0;
                for (var y = top; y < top + Tile; y++)
                {
                    var row = other.Slice(Math.Clamp(y + dy, 0, Side - 1) * Side, Side);
                    for (var x = left; x < left + Tile; x++)
                        sum += Math.Abs(one[(y * Side) + x] - offset - row[Math.Clamp(x + dx, 0, Side - 1)]);
                }

                if (sum <= Tolerance * Tile * Tile) return true;
            }
        }

        return false;
    }

    private static int MedianDifference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        Span<int> counts = stackalloc int[511];
        counts.Clear();
        for (var i = 0; i < one.Length; i++) counts[one[i] - other[i] + 255]++;
        var (seen, at) = (0, 0);
        while ((seen += counts[at]) < one.Length / 2) at++;
        return at - 255;
    }
}
