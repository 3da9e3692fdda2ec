namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Where a number stands among those of the last hour: a histogram whose counts fade, in fixed memory. The same numbers in the same order
/// give the same answers.
/// </summary>
/// <param name="least">Start of the scale.</param>
/// <param name="most">End of the scale.</param>
/// <param name="halfLife">Seconds after which a number counts half.</param>
internal sealed partial class PercentileScale(double least, double most, double halfLife)
{
    private const int Bins = 256;
    private readonly double[] _counts = new double[Bins];
    private double _total;
    private double _unit = 1;
    private double? _last;

    /// <summary>Notes a number.</summary>
    /// <param name="value">Clamped to the scale.</param>
    /// <param name="at">Seconds.</param>
    /// <returns>The share of earlier numbers below it, 0 to 1; 1 when it is the first.</returns>
    public double Add(double value, double at)
    {
        var share = ShareBelow(value);

        // New ones grow instead of old ones fading: one multiplication, and all are rescaled once in a long while.
        if (_last is { } last && at > last) _unit *= Math.Pow(2, (at - last) / halfLife);
        _last = Math.Max(_last ?? at, at);
        _counts[BinOf(value)] += _unit;
        _total += _unit;
        if (_unit > 1e12) Rescale();
        return share;
    }

    /// <summary>The share of the numbers so far that are below one, 0 to 1; 1 where there is none.</summary>
    /// <param name="value">Clamped to the scale.</param>
    public double ShareBelow(double value)
    {
        var bin = BinOf(value);
        var below = _counts[bin] / 2;
        for (var i = 0; i < bin; i++) below += _counts[i];
        return _total > 0 ? below / _total : 1;
    }

    /// <summary>What it knows, to be kept.</summary>
    public (double[] Counts, double? Last) Save()
    {
        Rescale();
        return ([.. _counts], _last);
    }

    /// <summary>Goes on from what was kept.</summary>
    public void Load(ReadOnlySpan<double> counts, double? last)
    {
        counts[..Bins].CopyTo(_counts);
        (_total, _unit, _last) = (_counts.Sum(), 1, last);
    }

    private int BinOf(double value) => (int)Math.Clamp((value - least) / (most - least) * Bins, 0, Bins - 1);

    private void Rescale()
    {
        for (var i = 0; i < Bins; i++) _counts[i] /= _unit;
        (_total, _unit) = (_counts.Sum(), 1);
    }
}
