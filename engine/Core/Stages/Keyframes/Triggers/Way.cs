using System.Numerics;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>The way of one track, as far as <see cref="PathRule"/> has to know.</summary>
internal sealed class Way : IForgetful
{
    private const int Last = 6;
    private readonly double[] _bits = new double[Last];
    private Vector2 _origin;
    private Vector2 _mark;
    private float _reached;

    /// <summary>Stretches that were counted.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it has been seen before.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the track was counted among all tracks.</summary>
    public bool IsCounted => Count > 0;

    /// <inheritdoc/>
    public void Forget() => (HasBegun, Count, _reached) = (false, 0, 0);

    /// <summary>Begins where the object was first seen, in pixels.</summary>
    public void Begin(Vector2 foot) => (_origin, _mark, HasBegun) = (foot, foot, true);

    /// <summary>Pixels from where it was last found to have moved.</summary>
    public float DistanceTo(Vector2 foot) => Vector2.Distance(_mark, foot);

    /// <summary>Moves on.</summary>
    /// <param name="foot">To there.</param>
    /// <param name="size">Of the object, in pixels.</param>
    /// <returns>Where it was.</returns>
    public Vector2 Go(Vector2 foot, float size)
    {
        var from = _mark;
        _mark = foot;
        _reached = Math.Max(_reached, Vector2.Distance(_origin, foot) / size);
        return from;
    }

    /// <summary>Notes how unusual a stretch was.</summary>
    /// <returns>What a third of the last six stretches do not exceed, so that one leap of a tracker is not enough; 0 for less than two or less than its own size.</returns>
    public double Add(double bits)
    {
        _bits[Count++ % Last] = bits;
        if (Count < 2 || _reached < 1) return 0;
        var count = Math.Min(Count, Last);
        Span<double> sorted = stackalloc double[Last];
        _bits.AsSpan(0, count).CopyTo(sorted);
        sorted[..count].Sort();
        return sorted[count / 3];
    }
}
