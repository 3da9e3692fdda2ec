using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Finds where the textured blocks of one thumbnail lie in the next, by the least sum of absolute differences.</summary>
internal sealed class BlockMatcher
{
    /// <summary>Cells a block is wide and high.</summary>
    public const int Block = 8;

    /// <summary>Cells a block is looked for to each side.</summary>
    public const int Reach = 8;

    private const int MostBlocks = 72;

    // Mean steps between neighbours, in grey levels: flatter blocks match anywhere.
    private const int LeastTexture = 4;

    // Mean difference, in grey levels, above which the place that fits best is no match.
    private const int MostDifference = 14;
    private const int Positions = (2 * Reach) + 1;
    private readonly List<(int Texture, int X, int Y)> _blocks = [];
    private readonly int[] _differences = new int[Positions * Positions];

    /// <summary>Matches blocks.</summary>
    /// <param name="before">The earlier thumbnail.</param>
    /// <param name="after">The later one, of the same size.</param>
    /// <param name="isFree">Whether the block with this left top corner may be used.</param>
    /// <param name="shifts">Filled with those found.</param>
    public void Match(Thumbnail before, Thumbnail after, Func<int, int, bool> isFree, List<BlockShift> shifts)
    {
        shifts.Clear();
        _blocks.Clear();
        for (var y = Reach; y + Block + Reach <= before.Height; y += Block)
        {
            for (var x = Reach; x + Block + Reach <= before.Width; x += Block)
            {
                var texture = Texture(before.Luma, before.Width, x, y);
                if (texture >= LeastTexture && isFree(x, y)) _blocks.Add((texture, x, y));
            }
        }

        if (_blocks.Count > MostBlocks)
        {
            _blocks.Sort(static (a, b) => b.Texture.CompareTo(a.Texture));
            _blocks.RemoveRange(MostBlocks, _blocks.Count - MostBlocks);
        }

        foreach (var (_, x, y) in _blocks)
            if (Find(before, after, x, y) is { } shift) shifts.Add(shift);
    }

    /// <summary>The lesser of the mean steps along rows and along columns: an edge in one direction alone slides.</summary>
    private static int Texture(ReadOnlySpan<byte> luma, int stride, int left, int top)
    {
        int along = 0, across = 0;
        for (var y = top; y < top + Block; y++)
        {
            for (var x = left; x < left + Block; x++)
            {
                var at = (y * stride) + x;
                along += Math.Abs(luma[at] - luma[at - 1]);
                across += Math.Abs(luma[at] - luma[at - stride]);
            }
        }

        return Math.Min(along, across) / (Block * Block);
    }

    private BlockShift? Find(Thumbnail before, Thumbnail after, int x, int y)
    {
        var best = 0;
        for (var place = 0; place < _differences.Length; place++)
        {
            _differences[place] = Difference(before.Luma, after.Luma, before.Width, x, y, x + (place % Positions) - Reach, y + (place / Positions) - Reach);
            if (_differences[place] < _differences[best]) best = place;
        }

        int column = best % Positions, row = best / Positions;
        var isAtRim = column is 0 or Positions - 1 || row is 0 or Positions - 1;
        if (isAtRim || _differences[best] > MostDifference * Block * Block) return null;
        const double Middle = (Block - 1) / 2.0;
        return new(x + Middle, y + Middle, column - Reach + Vertex(_differences[best - 1], _differences[best], _differences[best + 1]),
            row - Reach + Vertex(_differences[best - Positions], _differences[best], _differences[best + Positions]));
    }

    /// <summary>Where a V through three differences has its tip: a sum of absolute differences grows about evenly to both sides.</summary>
    private static double Vertex(int left, int middle, int right)
    {
        var rise = Math.Max(left, right) - middle;
        return rise <= 0 ? 0 : Math.Clamp((left - right) / (2.0 * rise), -0.5, 0.5);
    }

    private static int Difference(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int stride, int x, int y, int toX, int toY)
    {
        var sum = Vector128<ushort>.Zero;
        int from = (y * stride) + x, to = (toY * stride) + toX;
        for (var row = 0; row < Block; row += 2)
        {
            var a = Rows(before, from + (row * stride), stride);
            var b = Rows(after, to + (row * stride), stride);
            var difference = Vector128.Max(a, b) - Vector128.Min(a, b);
            sum += Vector128.WidenLower(difference) + Vector128.WidenUpper(difference);
        }

        return Vector128.Sum(sum);
    }

    private static Vector128<byte> Rows(ReadOnlySpan<byte> luma, int at, int stride) => Vector128.Create(
        MemoryMarshal.Read<ulong>(luma.Slice(at, Block)), MemoryMarshal.Read<ulong>(luma.Slice(at + stride, Block))).AsByte();
}
