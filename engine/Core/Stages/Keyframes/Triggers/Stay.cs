using System.Numerics;

namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>How long one track has stood, as far as <see cref="StandRule"/> has to know.</summary>
internal sealed class Stay : IForgetful
{
    /// <summary>Lengths of a stay that are told apart: 4, 12 and 36 seconds.</summary>
    public const int Levels = 3;

    // Boxes tremble. What never went its own size and a little did not come, it was there: a parked car, or a hydrant that is taken for a person.
    private const float MovedBy = 0.3f, CameBy = 1.2f;
    private const double FirstSeconds = 4, Longer = 3;

    // A stay surprises for a while: the first picture of it may not be had.
    private const double SurprisesSeconds = 3;
    private Vector2 _origin;
    private Vector2 _mark;
    private float _came;
    private double _since;
    private double _reachedAt;
    private int _level;

    /// <summary>Whether it has not been seen yet.</summary>
    public bool IsNew { get; private set; } = true;

    /// <summary>How unusual the length of the stay was when it was reached, in bits; 0 when that is long ago.</summary>
    public double Bits { get; private set; }

    /// <summary>The length that was reached last, 0 for the first.</summary>
    public int Reached { get; private set; }

    /// <summary>Where that was.</summary>
    public Spot Spot { get; private set; }

    /// <inheritdoc/>
    public void Forget() => (IsNew, Bits, _came, _level) = (true, 0, 0, 0);

    /// <summary>Notes how unusual a length is that was reached.</summary>
    public void Stood(int level, in Spot spot, double bits) => (Reached, Spot, Bits) = (level, spot, bits);

    /// <summary>Notes where it is.</summary>
    /// <param name="foot">In pixels.</param>
    /// <param name="size">Of the object, in pixels.</param>
    /// <param name="at">Seconds.</param>
    /// <returns>The length that its stay has just reached, 0 for the first; null otherwise.</returns>
    public int? Follow(Vector2 foot, float size, double at)
    {
        if (IsNew) (IsNew, _origin, _mark, _since) = (false, foot, foot, at);
        if (Vector2.Distance(_mark, foot) >= MovedBy * size)
        {
            (_mark, _since, _level, Bits) = (foot, at, 0, 0);
            _came = Math.Max(_came, Vector2.Distance(_origin, foot) / size);
            return null;
        }

        if (at - _reachedAt > SurprisesSeconds) Bits = 0;
        if (_came < CameBy || _level == Levels || at - _since < FirstSeconds * Math.Pow(Longer, _level)) return null;
        _reachedAt = at;
        return _level++;
    }
}
