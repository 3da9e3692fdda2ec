namespace Sluice.Core.Stages.Keyframes.Triggers;

/// <summary>Where one track has been and as what, as far as <see cref="PlaceRule"/> has to know.</summary>
internal sealed class Whereabouts : IForgetful
{
    private const int MostPlaces = 16;

    // Where it was goes on to surprise for a while: the first picture of it may not be had.
    private const double SurprisesSeconds = 3;
    private readonly ClassVotes _classes = new();
    private readonly Spot[] _spots = new Spot[MostPlaces];
    private int _entered;
    private double _most;
    private double _second;
    private double _at;

    /// <summary>The last places it entered.</summary>
    public ReadOnlySpan<Spot> Spots => _spots.AsSpan(0, Math.Min(_entered, MostPlaces));

    /// <summary>As what it was seen most.</summary>
    public int Kind { get; private set; }

    /// <summary>Whether it has not been seen yet.</summary>
    public bool IsNew => _classes.IsEmpty;

    /// <inheritdoc/>
    public void Forget()
    {
        _classes.Clear();
        (_entered, _most, _second) = (0, 0, 0);
    }

    /// <summary>Notes as what it was seen, and how sure that is.</summary>
    /// <returns>As what it was seen most.</returns>
    public int Vote(int seen, float score) => Kind = _classes.Add(seen, score);

    /// <summary>Notes where it is.</summary>
    /// <param name="spot">The place, and how well it was seen there.</param>
    /// <returns>Whether that is none of the places it was at last.</returns>
    public bool Enter(in Spot spot)
    {
        foreach (ref readonly var one in Spots)
            if (one.Place == spot.Place) return false;
        _spots[_entered++ % MostPlaces] = spot;
        return true;
    }

    /// <summary>Notes how unusual a place was that it entered.</summary>
    public void Add(double bits, double at)
    {
        if (bits > _most) (_most, _second) = (bits, _most);
        else if (bits > _second) _second = bits;
        _at = at;
    }

    /// <summary>How unusual its two least usual places are, so that one box gone astray is not enough; 0 when it entered no other for a while.</summary>
    public double BitsAt(double at) => at - _at > SurprisesSeconds ? 0 : _second;
}
