namespace Sluice.Core.Stages.Flow;

/// <summary>Keeps the first of every <paramref name="every"/> frames.</summary>
/// <param name="every">At least 1.</param>
internal sealed class EveryNthSampler(int every) : ISampler
{
    private int _left;

    /// <inheritdoc/>
    public bool Keeps(double? seconds, long arrived)
    {
        if (_left-- > 0) return false;
        _left = every - 1;
        return true;
    }

    /// <inheritdoc/>
    public void Passes(double? seconds, long arrived) => _left = Math.Max(0, _left - 1);

    /// <inheritdoc/>
    public bool Spans(double seconds, long frames) => frames <= every;
}
