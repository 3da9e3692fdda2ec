namespace Sluice.Core.Stages.Keyframes;

/// <summary>So many at once and so many a second, on the clock its user has.</summary>
/// <param name="ratePerSecond">How many come back a second.</param>
/// <param name="burst">Most that are there at once; all are at the start.</param>
internal partial struct TokenBucket(double ratePerSecond, double burst)
{
    private double _spent;
    private double? _last;

    /// <summary>Takes one, if there is one.</summary>
    /// <param name="at">Seconds; going back in time brings nothing.</param>
    public bool TryTake(double at)
    {
        if (_last is { } last && at > last) _spent = Math.Max(0, _spent - ((at - last) * ratePerSecond));
        _last = Math.Max(_last ?? at, at);
        if (_spent + 1 > burst) return false;
        _spent++;
        return true;
    }
}
