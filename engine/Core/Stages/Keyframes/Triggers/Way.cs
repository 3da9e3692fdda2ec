using System.Numerics;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>The way of one track, as far as <see cref="PathRule"/> has to know.</summary>
internal sealed class Way : IForgetful
{
    private const int Last = 6;
    private readonly double[] _bits = new double[Last];
    private readonly Stretch[] _stretches = new Stretch[Last];
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

    /// <summary>The last stretches that were counted.</summary>
    public ReadOnlySpan<Stretch> Stretches => _stretches.AsSpan(0, Math.Min(Count, Last));

    /// <summary>Notes how unusual a stretch was.</summary>
    /// <returns>What a third of the last six stretches do not exceed, so that one leap of a tracker is not enough; 0 for less than two or less than its own size.</returns>
    public double Add(in Stretch stretch, double bits)
    {
        _stretches[Count % Last] = stretch;
        _bits[Count++ % Last] = bits;
        return Count < 2 || _reached < 1 ? 0 : OfAll(_bits.AsSpan(0, Math.Min(Count, Last)));
    }

    /// <summary>What a third of some stretches do not exceed; of six at most.</summary>
    public static double OfAll(ReadOnlySpan<double> bits)
    {
        Span<double> sorted = stackalloc double[Last];
        sorted = sorted[..Math.Min(Last, bits.Length)];
        bits[..sorted.Length].CopyTo(sorted);
        sorted.Sort();
        return sorted[sorted.Length / 3];
    }
}
