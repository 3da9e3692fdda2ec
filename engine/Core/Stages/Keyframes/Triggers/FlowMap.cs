using System.Numerics;
using Sluice.Core.Stages.Keyframes.State;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>
/// Where objects have gone and which way: how many tracks passed each place in each of eight directions. All of the way between two frames
/// counts, so that few frames a second leave no gaps.
/// </summary>
internal sealed class FlowMap
{
    private const int Directions = 8;
    private readonly PlaceCounts _passed = new(Directions);

    /// <summary>Counts a track, once.</summary>
    public void Begin() => _passed.Begin();

    /// <summary>Counts a stretch of a track's way.</summary>
    /// <param name="from">Where it was, as shares of the picture.</param>
    /// <param name="to">Where it is.</param>
    /// <param name="near">Places around one that are the same to the object.</param>
    /// <returns>How seldom others went that way before, in bits: 0 where all do, log2 of their number where none did.</returns>
    public double Add(Vector2 from, Vector2 to, int near)
    {
        var bits = BitsOf(from, to, near, counted: 0);

        // Only now: a track is no company for itself.
        var (direction, steps) = CourseOf(from, to);
        for (var step = 1; step <= steps; step++) _passed.Add(direction, PlaceAt(from, to, step, steps));
        return bits;
    }

    /// <summary>How seldom a stretch is, in bits.</summary>
    /// <param name="from">Where it began, as shares of the picture.</param>
    /// <param name="to">Where it ended.</param>
    /// <param name="near">Places around one that are the same to the object.</param>
    /// <param name="counted">1 where the stretch has been counted itself, otherwise 0.</param>
    public double BitsOf(Vector2 from, Vector2 to, int near, int counted)
    {
        var (direction, steps) = CourseOf(from, to);
        var bits = 0.0;
        for (var step = 1; step <= steps; step++) bits += _passed.BitsOf(Math.Max(0, Passed(PlaceAt(from, to, step, steps), direction, near) - counted));
        return bits / steps;
    }

    /// <summary>Writes it.</summary>
    public void Save(StateWriter to) => _passed.Save(to);

    /// <summary>Reads it.</summary>
    public void Load(StateReader from) => _passed.Load(from);

    private static (int Direction, int Steps) CourseOf(Vector2 from, Vector2 to)
    {
        var by = (to - from) * new Vector2(PlaceCounts.Columns, PlaceCounts.Rows);
        return ((int)Math.Round(Math.Atan2(by.Y, by.X) / (2 * Math.PI / Directions)) & (Directions - 1), Math.Max(1, (int)Math.Max(Math.Abs(by.X), Math.Abs(by.Y))));
    }

    private static (int Column, int Row) PlaceAt(Vector2 from, Vector2 to, int step, int steps) => PlaceCounts.At(Vector2.Lerp(from, to, step / (float)steps));

    // Those of the neighbouring directions count half.
    private double Passed((int Column, int Row) place, int direction, int near)
    {
        var (left, right) = ((direction + 1) & (Directions - 1), (direction - 1) & (Directions - 1));
        return _passed.Most(direction, place, near) + (Math.Max(_passed.Most(left, place, near), _passed.Most(right, place, near)) / 2.0);
    }
}
