using Sluice.Abstractions;

namespace Sluice.Core.Stages.Tracking;

/// <summary>
/// Says how the picture as a whole moved since the last frame, from blocks of a small luma picture outside the tracked objects. When in
/// doubt, too few blocks agree or hardly anything moves, it says that the camera stands still.
/// </summary>
internal sealed class CameraMotionEstimator
{
    private const int LeastBlocks = 8;

    // Cells that a block may be off the common motion: the first fit is a mere shift, and a turn shows most at the rims.
    private const double FirstTolerance = 2.5, Tolerance = 0.75;

    // Cells that a corner of the picture must move for the motion to be more than noise.
    private const double LeastMotion = 0.3;
    private readonly BlockMatcher _matcher = new();
    private readonly List<BlockShift> _shifts = [];
    private readonly List<double> _sorted = [];
    private readonly Func<int, int, bool> _isFree;
    private Thumbnail _now = new();
    private Thumbnail _before = new();
    private List<LiveTrack> _tracks = [];
    private bool _hasBefore;

    /// <summary>Prepares it.</summary>
    public CameraMotionEstimator() => _isFree = IsFree;

    /// <summary>Takes the next frame in.</summary>
    /// <param name="frame">The frame; borrowed.</param>
    /// <param name="tracks">Objects with a motion of their own.</param>
    /// <returns>From the frame before to this one.</returns>
    public CameraMotion Estimate(Frame frame, List<LiveTrack> tracks)
    {
        (_now, _before) = (_before, _now);
        var hadBefore = _hasBefore;
        _hasBefore = _now.Read(frame);
        if (!hadBefore || !_hasBefore || (_now.Width, _now.Height, _now.Factor) != (_before.Width, _before.Height, _before.Factor))
            return CameraMotion.None;

        _tracks = tracks;
        _matcher.Match(_before, _now, _isFree, _shifts);
        return Fit() is { } cells ? ToPixels(cells) : CameraMotion.None;
    }

    private bool IsFree(int x, int y)
    {
        var middleX = (x + (BlockMatcher.Block / 2)) * _before.Factor;
        var middleY = (y + (BlockMatcher.Block / 2)) * _before.Factor;
        var margin = BlockMatcher.Block / 2 * _before.Factor;
        foreach (var track in _tracks)
        {
            var box = track.Expected;
            if (middleX > box.X1 - margin && middleX < box.X2 + margin && middleY > box.Y1 - margin && middleY < box.Y2 + margin) return false;
        }

        return true;
    }

    /// <summary>The motion, in cells, that most blocks agree on; null when there is none worth the name.</summary>
    private CameraMotion? Fit()
    {
        if (_shifts.Count < LeastBlocks) return null;
        var motion = new CameraMotion(1, 0, Median(static shift => shift.ShiftX), Median(static shift => shift.ShiftY));
        var tolerance = FirstTolerance;
        var agreeing = 0;
        for (var round = 0; round < 3; round++, tolerance = Tolerance)
        {
            if (Refine(motion, tolerance, out agreeing) is not { } better) return null;
            motion = better;
        }

        return agreeing * 2 < _shifts.Count || Moves(motion) < LeastMotion ? null : motion;
    }

    /// <summary>The least-squares turn, scale and shift of the blocks near a motion.</summary>
    private CameraMotion? Refine(in CameraMotion motion, double tolerance, out int count)
    {
        count = 0;
        double x = 0, y = 0, toX = 0, toY = 0;
        foreach (var shift in _shifts)
        {
            if (!Agrees(shift, motion, tolerance)) continue;
            (x, y, toX, toY) = (x + shift.X, y + shift.Y, toX + shift.X + shift.ShiftX, toY + shift.Y + shift.ShiftY);
            count++;
        }

        if (count < LeastBlocks) return null;
        (x, y, toX, toY) = (x / count, y / count, toX / count, toY / count);
        double a = 0, b = 0, spread = 0;
        foreach (var shift in _shifts)
        {
            if (!Agrees(shift, motion, tolerance)) continue;
            var (fromX, fromY) = (shift.X - x, shift.Y - y);
            var (atX, atY) = (shift.X + shift.ShiftX - toX, shift.Y + shift.ShiftY - toY);
            a += (fromX * atX) + (fromY * atY);
            b += (fromX * atY) - (fromY * atX);
            spread += (fromX * fromX) + (fromY * fromY);
        }

        if (spread < 1) return null;
        (a, b) = (a / spread, b / spread);
        return new(a, b, toX - (a * x) + (b * y), toY - (b * x) - (a * y));
    }

    private static bool Agrees(in BlockShift shift, in CameraMotion motion, double tolerance)
    {
        var (x, y) = motion.Map(shift.X, shift.Y);
        return Math.Abs(x - shift.X - shift.ShiftX) <= tolerance && Math.Abs(y - shift.Y - shift.ShiftY) <= tolerance;
    }

    private double Median(Func<BlockShift, double> value)
    {
        _sorted.Clear();
        foreach (var shift in _shifts) _sorted.Add(value(shift));
        _sorted.Sort();
        return _sorted[_sorted.Count / 2];
    }

    /// <summary>How far the corner that moves most moves.</summary>
    private double Moves(in CameraMotion motion)
    {
        var most = 0.0;
        for (var corner = 0; corner < 4; corner++)
        {
            var (x, y) = (corner % 2 * _now.Width, corner / 2 * _now.Height);
            var (toX, toY) = motion.Map(x, y);
            most = Math.Max(most, Math.Max(Math.Abs(toX - x), Math.Abs(toY - y)));
        }

        return most;
    }

    // The middle of cell i is at (i + 0.5) * factor in pixels.
    private CameraMotion ToPixels(in CameraMotion cells)
    {
        var (x, y) = cells.Turn(0.5, 0.5);
        return cells with { X = _now.Factor * (cells.X + 0.5 - x), Y = _now.Factor * (cells.Y + 0.5 - y) };
    }
}
