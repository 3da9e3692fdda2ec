using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// The appearance of a frame as 512 numbers: a 16 x 16 luma thumbnail, luma histograms on a 2 x 2 grid, a chroma histogram and an 8 x 8 grid
/// of gradients across and down as shares of all, so that exposure does not move them; each weighted so that Euclidean distance means visible
/// difference. Whether an edge rises or falls is left out: a light car on a dark road and a dark one on a light road have the same. Blocks and
/// weights were chosen by the mean distance of all frames to the chosen ones on seven clips, and checked on others. For one caller at a time.
/// </summary>
internal sealed class AppearanceFeatures
{
    /// <summary>Numbers in a vector.</summary>
    public const int Length = 512;

    private const int Side = LumaGrid.LumaSide, Padded = Side + 2;
    private const int Thumbnail = 256, LumaBins = 64, ChromaBins = 64, GradientBins = 128;
    private const float ThumbnailWeight = 4, LumaWeight = 0.35f, ChromaWeight = 0.5f, GradientWeight = 2.5f;

    // The mean is in all 256 numbers of the thumbnail: in full, a cloud before the sun would count more than what the picture shows.
    private const float BrightnessKept = 0.5f;

    // Flat pictures must not turn noise into direction.
    private const float GradientFloor = 2000;

    // The luma with its border repeated, so that the gradient needs no special case; rows are read in whole vectors, hence the slack.
    private readonly byte[] _padded = new byte[(Padded * Padded) + 16];
    private readonly int[] _counts = new int[4 * ChromaBins];

    /// <summary>Computes the vector.</summary>
    /// <param name="grid">The reduced picture.</param>
    /// <param name="into">At least <see cref="Length"/> numbers, overwritten.</param>
    public FrameLook Compute(LumaGrid grid, Span<float> into)
    {
        into = into[..Length];
        var (exposed, mean) = ThumbnailOf(grid.Luma, into[..Thumbnail]);
        LumaHistogram(grid.Luma, into.Slice(Thumbnail, LumaBins));
        ChromaHistogram(grid, into.Slice(Thumbnail + LumaBins, ChromaBins));
        Pad(grid.Luma);
        var (sharpness, edges) = Gradients(into.Slice(Thumbnail + LumaBins + ChromaBins, GradientBins));
        return new(exposed, sharpness, edges, mean);
    }

    private static (float Exposed, float Mean) ThumbnailOf(byte[] luma, Span<float> thumbnail)
    {
        const float Scale = ThumbnailWeight / (16 * 255f * 8), Middle = ThumbnailWeight / 16;
        var (outside, total) = (Vector256<byte>.Zero, Vector256<float>.Zero);
        var (least, most) = (Vector256.Create((byte)8), Vector256.Create((byte)247));
        ref var first = ref MemoryMarshal.GetArrayDataReference(luma);
        ref var into = ref MemoryMarshal.GetReference(thumbnail);
        var dull = 0;
        for (var row = 0; row < 16; row++)
        {
            // Half a row of cells at a time: four by four pixels each.
            for (var half = 0; half < 2; half++)
            {
                var at = (nuint)((row * 4 * Side) + (half * 32));
                var (low, high) = (Vector256<ushort>.Zero, Vector256<ushort>.Zero);
                for (var y = 0; y < 4; y++, at += Side)
                {
                    var bytes = Vector256.LoadUnsafe(ref first, at);
                    var (left, right) = Vector256.Widen(bytes);
                    (low, high) = (low + left, high + right);
                    outside -= Vector256.LessThan(bytes, least) | Vector256.GreaterThan(bytes, most);
                }

                var cells = Vector256.ConvertToSingle(Vector256.Narrow(Fours(low), Fours(high)).AsInt32());
                total += cells;
                ((cells * Scale) - Vector256.Create(Middle)).StoreUnsafe(ref into, (nuint)((row * 16) + (half * 8)));
            }

            // Up to 64 are counted in each byte before they are added up.
            if (row % 8 != 7) continue;
            var (some, others) = Vector256.Widen(outside);
            (dull, outside) = (dull + Vector256.Sum(some + others), Vector256<byte>.Zero);
        }

        var sum = Vector256.Sum(total);
        var brightness = Vector256.Create((1 - BrightnessKept) * ((sum * Scale / Thumbnail) - Middle));
        for (nuint i = 0; i < Thumbnail; i += 8) (Vector256.LoadUnsafe(ref into, i) - brightness).StoreUnsafe(ref into, i);
        return (1 - (dull / (float)(Side * Side)), sum / (Side * Side));
    }

    /// <summary>Each four numbers of at most 14 bits added up.</summary>
    private static Vector256<ulong> Fours(Vector256<ushort> of)
    {
        var pairs = of.AsUInt64() + (of.AsUInt64() >> 32);
        return (pairs + (pairs >> 16)) & Vector256.Create(0xFFFFUL);
    }

    private static void LumaHistogram(byte[] luma, Span<float> histogram)
    {
        const int Bins = 16, Half = Side / 2;
        ref var first = ref MemoryMarshal.GetArrayDataReference(luma);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var start = (nuint)(((quarter >> 1) * Half * Side) + ((quarter & 1) * Half));
            var above = Half * Half;
            for (var bin = 1; bin <= Bins; bin++)
            {
                // How many are in this bin or a higher one; up to 32 in each byte.
                var counts = Vector256<byte>.Zero;
                if (bin < Bins)
                {
                    var from = Vector256.Create((byte)(bin * 16));
                    for (var y = 0; y < Half; y++)
                    {
                        var bytes = Vector256.LoadUnsafe(ref first, start + (nuint)(y * Side));
                        counts -= Vector256.Equals(Vector256.Max(bytes, from), bytes);
                    }
                }

                var (some, others) = Vector256.Widen(counts);
                var higher = Vector256.Sum(some + others);
                histogram[(quarter * Bins) + bin - 1] = LumaWeight * MathF.Sqrt((above - higher) / (float)(Half * Half));
                above = higher;
            }
        }
    }

    private void ChromaHistogram(LumaGrid grid, Span<float> histogram)
    {
        // Four sets of counters in turn: neighbours look alike, and adding to one counter over and over waits for itself.
        Array.Clear(_counts);
        ref var counts = ref MemoryMarshal.GetArrayDataReference(_counts);
        ReadOnlySpan<byte> cb = grid.Cb, cr = grid.Cr;
        for (var i = 0; i < cb.Length && i < cr.Length; i++)
            Unsafe.Add(ref counts, ((i & 3) * ChromaBins) + ((cb[i] >> 5) * 8) + (cr[i] >> 5))++;
        for (var i = 0; i < ChromaBins; i++)
        {
            var count = _counts[i] + _counts[ChromaBins + i] + _counts[(2 * ChromaBins) + i] + _counts[(3 * ChromaBins) + i];
            histogram[i] = ChromaWeight * MathF.Sqrt(count / (float)cb.Length);
        }
    }

    private void Pad(byte[] luma)
    {
        for (var y = 0; y < Padded; y++)
        {
            var from = luma.AsSpan(Math.Clamp(y - 1, 0, Side - 1) * Side, Side);
            var to = _padded.AsSpan(y * Padded, Padded);
            from.CopyTo(to[1..]);
            (to[0], to[^1]) = (from[0], from[^1]);
        }
    }

    /// <summary>
    /// Gradients by Sobel's masks: how steep it is across and down is added up in 8 x 8 cells. Sixteen pixels at a time, two cells wide, from
    /// top to bottom: what a row adds across is worked out once and serves the row above and the row below as well.
    /// </summary>
    private (float Detail, float Mean) Gradients(Span<float> grid)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(_padded);
        var (zero, detail, total) = (Vector256<short>.Zero, Vector256<int>.Zero, 0);
        for (var column = 0; column < Side; column += 16)
        {
            var above = Across.Of(ref first, (nuint)column);
            var here = Across.Of(ref first, (nuint)(Padded + column));
            for (var row = 0; row < 8; row++)
            {
                Vector256<short> across = zero, down = zero, curve = zero;
                for (var y = 0; y < 8; y++)
                {
                    var below = Across.Of(ref first, (nuint)((((row * 8) + y + 2) * Padded) + column));
                    var dx = above.Slope + (here.Slope << 1) + below.Slope;
                    var dy = below.Sides + (below.Middle << 1) - above.Sides - (above.Middle << 1);
                    across += Vector256.Abs(dx);
                    down += Vector256.Abs(dy);
                    curve += Vector256.Abs((here.Middle << 2) - here.Sides - above.Middle - below.Middle);
                    (above, here) = (here, below);
                }

                var cell = (row * 8) + (column / 8);
                total += Put(across, grid, cell) + Put(down, grid, 64 + cell);
                var (some, others) = Vector256.Widen(curve);
                detail += some + others;
            }
        }

        VectorMath.SquareRoots(grid, GradientWeight * GradientWeight / (total + GradientFloor));
        return (Vector256.Sum(detail) / (float)(Side * Side), total / (float)(Side * Side));
    }

    // Eight rows of at most 1020, eight of them across, just fit 16 bits.
    private static int Put(Vector256<short> sums, Span<float> grid, int at)
    {
        int one = Vector128.Sum(sums.GetLower().AsUInt16()), other = Vector128.Sum(sums.GetUpper().AsUInt16());
        (grid[at], grid[at + 1]) = (one, other);
        return one + other;
    }

    /// <summary>Sixteen pixels of one row, and what their neighbours to both sides say.</summary>
    private readonly record struct Across(Vector256<short> Middle, Vector256<short> Sides, Vector256<short> Slope)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Across Of(ref byte first, nuint at)
        {
            var (left, right) = (Sixteen(ref first, at), Sixteen(ref first, at + 2));
            return new(Sixteen(ref first, at + 1), left + right, right - left);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<short> Sixteen(ref byte first, nuint at)
            => Vector256.WidenLower(Vector128.LoadUnsafe(ref first, at).ToVector256Unsafe()).AsInt16();
    }
}
