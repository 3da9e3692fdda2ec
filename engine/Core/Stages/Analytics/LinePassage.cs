using Sluice.Abstractions;

namespace Sluice.Core.Stages.Analytics;

/// <summary>
/// How one object stands to one line. A crossing counts once the object was seen across for long enough; coming back before that takes it
/// back, so that a box that trembles on the line counts for nothing, or once in the end.
/// </summary>
internal struct LinePassage
{
    private const double Rounding = 1e-6;
    private RelativePoint _at;
    private bool _isPlaced;
    private bool _isSeen;
    private bool _isClear;
    private int _pending;
    private double _seenAt;

    /// <summary>When the crossing in question happened, in seconds of the stream.</summary>
    public double CrossedAt { get; private set; }

    /// <summary>Moves the object.</summary>
    /// <param name="line">The line.</param>
    /// <param name="to">Where its anchor is now.</param>
    /// <param name="isSeen">Whether it was seen there; a predicted move begins a crossing only if the object is then seen across.</param>
    /// <param name="isClear">Whether it is so far from the line that no trembling brought it there.</param>
    /// <param name="time">Seconds of the stream.</param>
    /// <param name="settle">How long it must have been seen across, in seconds.</param>
    /// <returns>1 for a crossing to the left of the line that counts, -1 to its right, 0 for none.</returns>
    public int Move(LineWatch line, RelativePoint to, bool isSeen, bool isClear, double time, double settle)
    {
        var step = _isPlaced ? PlaneGeometry.Crossing(line.From, line.To, _at, to) : 0;
        (_at, _isPlaced) = (to, true);
        var counted = 0;
        if (step != 0)
        {
            if (_pending == -step)
            {
                _pending = 0;
            }
            else
            {
                // Twice the same way without settling: it went around the line's end in between.
                if (_pending == step && _isSeen) counted = step;
                (_pending, _isSeen, _isClear, CrossedAt) = (step, false, false, time);
            }
        }

        if (_pending == 0 || !isSeen || counted != 0) return counted;
        if (!_isSeen) (_isSeen, _seenAt) = (true, time);
        _isClear = isClear;
        if (time - _seenAt < settle - Rounding) return 0;
        counted = _pending;
        _pending = 0;
        return counted;
    }

    /// <summary>The object is gone: a crossing that had no time to settle counts if it was last seen clear of the line.</summary>
    /// <returns>As <see cref="Move"/>.</returns>
    public int End() => _isSeen && _isClear ? _pending : 0;
}
