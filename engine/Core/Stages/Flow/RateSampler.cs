using Sluice.Abstractions;

namespace Sluice.Core.Stages.Flow;

/// <summary>
/// Keeps the first frame in each slot of a grid of time that starts with the first frame, so that no rounding adds up. Time is the
/// presentation time, or the arrival where the container has none.
/// </summary>
/// <param name="fps">Slots a second, above 0.</param>
/// <param name="timestampFrequency">Ticks a second of <see cref="FrameInfo.ArrivedTimestamp"/>.</param>
internal sealed class RateSampler(double fps, long timestampFrequency) : ISampler
{
    // Containers round times (Matroska to a millisecond) and cameras jitter: a frame this part of a slot early is in its slot.
    private const double Early = 0.1;

    private double _elapsed;
    private double _lastInterval;
    private double? _last;
    private bool _lastWasPts;
    private double _slot = -1;

    /// <inheritdoc/>
    public bool Keeps(FrameInfo frame)
    {
        Advance(frame);
        var slot = Math.Floor((_elapsed * fps) + Early);
        if (slot <= _slot) return false;
        _slot = slot;
        return true;
    }

    // Where the clock jumps back (a loop, a reconnect) or changes from one to the other, nobody knows how much time passed: as much as
    // between the two frames before is the best guess, and the rate stays what was asked for.
    private void Advance(FrameInfo frame)
    {
        var isPts = frame.PtsSeconds != null;
        var now = frame.PtsSeconds ?? (double)frame.ArrivedTimestamp / timestampFrequency;
        if (_last is { } last)
        {
            if (isPts == _lastWasPts && now >= last) _lastInterval = now - last;
            _elapsed += _lastInterval;
        }

        (_last, _lastWasPts) = (now, isPts);
    }
}
