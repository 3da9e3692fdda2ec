namespace Sluice.Core.Archive.Export;

/// <summary>
/// Whether two keyframes show the same: every 8 x 8 tile of their 64 x 64 luma, its brightness taken out, is found again within two pixels. It
/// forgives exposure and a camera that shakes, and not a new small object.
/// </summary>
internal static class NearDuplicates
{
    private const int Side = ArchivePicture.Side, Tile = 8, Shift = 2;

    // Grey levels on average; noise and compression stay below, an object of a few pixels does not.
    private const int MostDifference = 6;
    private const double SameEmbedding = 0.03;

    /// <summary>Compares.</summary>
    public static bool AreSame(ArchivedKeyframe a, ArchivedKeyframe b)
    {
        if (a.Thumbnail.Length == Side * Side && b.Thumbnail.Length == Side * Side) return AreSame(a.Thumbnail, b.Thumbnail);
        if (a.Embedding.Length == 0 || a.Embedding.Length != b.Embedding.Length || a.Space != b.Space) return false;
        double distance = 0, norm = 0;
        for (var i = 0; i < a.Embedding.Length; i++)
        {
            var step = (double)a.Embedding[i] - b.Embedding[i];
            distance += step * step;
            norm += (double)a.Embedding[i] * a.Embedding[i];
        }

        return distance <= SameEmbedding * SameEmbedding * norm;
    }

    /// <summary>Compares two thumbnails.</summary>
    public static bool AreSame(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (var top = 0; top < Side; top += Tile)
            for (var left = 0; left < Side; left += Tile)
                if (!HasTile(a, b, left, top)) return false;
        return true;
    }

    private static bool HasTile(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int left, int top)
    {
        // In the order of likelihood: in place, then around.
        if (IsSameAt(a, b, left, top, 0, 0)) return true;
        for (var dy = -Shift; dy <= Shift; dy++)
        {
            for (var dx = -Shift; dx <= Shift; dx++)
            {
                if ((dx != 0 || dy != 0) && IsSameAt(a, b, left, top, dx, dy)) return true;
            }
        }

        return false;
    }

    private static bool IsSameAt(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int left, int top, int dx, int dy)
    {
        // What a moved tile has outside of the picture, nobody can compare.
        int x1 = Math.Max(left, -dx), x2 = Math.Min(left + Tile, Side - dx), y1 = Math.Max(top, -dy), y2 = Math.Min(top + Tile, Side - dy);
        var cells = (x2 - x1) * (y2 - y1);
        var offset = 0;
        for (var y = y1; y < y2; y++)
            for (var x = x1; x < x2; x++)
                offset += a[(y * Side) + x] - b[((y + dy) * Side) + x + dx];
        offset /= cells;
        var sum = 0;
        for (var y = y1; y < y2; y++)
            for (var x = x1; x < x2; x++)
                sum += Math.Abs(a[(y * Side) + x] - b[((y + dy) * Side) + x + dx] - offset);
        return sum <= MostDifference * cells;
    }
}
