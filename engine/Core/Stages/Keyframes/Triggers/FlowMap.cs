namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>
/// Where objects have gone and which way: how many tracks passed each of 64 x 36 cells in each of eight directions. All of the way between two
/// frames counts, so that few frames a second leave no gaps. Fixed memory; what is old fades as more comes.
/// </summary>
internal sealed partial class FlowMap
{
    private const int Columns = 64, Rows = 36, Directions = 8;

    // Tracks after which all counts are halved; far from what a cell can hold.
    private const int MostTracks = 16384;

    // Of so few tracks nothing is known yet.
    private const int Doubt = 20;

    // Near ones are the same way: within a third of the object's width, three cells at most.
    private const double Near = 0.35;
    private const int MostNear = 3;
    private readonly ushort[] _tracks = new ushort[Directions * Rows * Columns];
    private int _total;

    /// <summary>Counts a track, once.</summary>
    public void Begin()
    {
        if (++_total < MostTracks) return;
        _total /= 2;
        for (var i = 0; i < _tracks.Length; i++) _tracks[i] /= 2;
    }

    /// <summary>Counts a stretch of a track's way.</summary>
    /// <param name="from">Where it was, as shares of the picture.</param>
    /// <param name="to">Where it is.</param>
    /// <param name="width">Of the object, as a share of the picture's.</param>
    /// <returns>How seldom others went that way before, in bits: 0 where all do, log2 of their number where none did.</returns>
    public double Add((float X, float Y) from, (float X, float Y) to, float width)
    {
        float right = (to.X - from.X) * Columns, down = (to.Y - from.Y) * Rows;
        var direction = (int)Math.Round(Math.Atan2(down, right) / (2 * Math.PI / Directions)) & (Directions - 1);
        var steps = Math.Max(1, (int)Math.Max(Math.Abs(right), Math.Abs(down)));
        var near = Math.Min(MostNear, (int)Math.Round(Near * width * Columns));
        var bits = 0.0;
        for (var step = 1; step <= steps; step++)
        {
            var (column, row) = CellAt(step);
            bits += Math.Log2((_total + Doubt) / (Passed(column, row, direction, near) + 1));
        }

        // Only now: a track is no company for itself.
        for (var step = 1; step <= steps; step++)
        {
            var (column, row) = CellAt(step);
            ref var count = ref _tracks[PlaceOf(column, row, direction)];
            if (count < ushort.MaxValue) count++;
        }

        return bits / steps;

        (int Column, int Row) CellAt(int step)
        {
            var share = step / (float)steps;
            return (Math.Clamp((int)((from.X * Columns) + (right * share)), 0, Columns - 1), Math.Clamp((int)((from.Y * Rows) + (down * share)), 0, Rows - 1));
        }
    }

    /// <summary>The most tracks of any cell near one, those of the neighbouring directions by half.</summary>
    private double Passed(int column, int row, int direction, int near)
    {
        int left = Math.Max(0, column - near), width = Math.Min(Columns - 1, column + near) - left + 1;
        int top = Math.Max(0, row - near), bottom = Math.Min(Rows - 1, row + near);
        return Most(direction) + (Math.Max(Most((direction + 1) & (Directions - 1)), Most((direction - 1) & (Directions - 1))) / 2.0);

        int Most(int way)
        {
            ushort most = 0;
            for (var y = top; y <= bottom; y++)
                foreach (var count in _tracks.AsSpan(PlaceOf(left, y, way), width)) most = Math.Max(most, count);
            return most;
        }
    }

    private static int PlaceOf(int column, int row, int direction) => (((direction * Rows) + row) * Columns) + column;
}
