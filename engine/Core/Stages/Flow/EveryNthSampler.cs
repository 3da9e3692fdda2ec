using Sluice.Abstractions;

namespace Sluice.Core.Stages.Flow;

/// <summary>Keeps the first of every <paramref name="every"/> frames.</summary>
/// <param name="every">At least 1.</param>
internal sealed class EveryNthSampler(int every) : ISampler
{
    private int _left;

    /// <inheritdoc/>
    public bool Keeps(FrameInfo frame)
    {
        if (_left-- > 0) return false;
        _left = every - 1;
        return true;
    }
}
