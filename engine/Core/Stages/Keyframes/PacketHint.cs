using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Tells from the size of its packet that a frame shows what the one before it does: the codec predicted it, and had less than half of what
/// is usual to add. Says nothing of frames that do not follow the last one looked at directly. For one thread.
/// </summary>
internal struct PacketHint
{
    // What changes too slowly to cost anything is seen after so many frames at the latest.
    private const int MostInARow = 4;
    private const int Learning = 50;

    // How far the median moves with each packet, in shares of itself.
    private const double Step = 0.02;
    private double _median;
    private int _seen;
    private int _inARow;
    private long _lastIndex;

    /// <summary>Running median of predicted packets, in bytes.</summary>
    public readonly double Usual => _median;

    /// <summary>Looks at the next frame of the source.</summary>
    /// <returns>Whether it can be taken to look like the one before.</returns>
    public bool IsStill(FrameInfo info)
    {
        var follows = info.Index == _lastIndex + 1;
        _lastIndex = info.Index;
        var bytes = info.PredictedBytes;
        if (bytes == 0)
        {
            _inARow = 0;
            return false;
        }

        var isSmall = bytes < _median / 2;
        _median = _seen++ == 0 ? bytes : bytes > _median ? _median * (1 + Step) : _median / (1 + Step);
        if (follows && isSmall && _seen > Learning && _inARow < MostInARow)
        {
            _inARow++;
            return true;
        }

        _inARow = 0;
        return false;
    }
}
