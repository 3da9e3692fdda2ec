using Sluice.Abstractions;

namespace Sluice.Core.Stages.Flow;

/// <summary>
/// Time since the first frame of one source, which never runs back. It is the presentation time, or the arrival where the container has
/// none. For one caller at a time.
/// </summary>
/// <param name="timestampFrequency">Ticks a second of <see cref="FrameInfo.ArrivedTimestamp"/>.</param>
internal sealed class ElapsedClock(long timestampFrequency)
{
    private double _elapsed;
    private double _interval;
    private double? _last;
    private bool _lastWasPts;

    /// <summary>Seconds from the first frame given to this one.</summary>
    /// <param name="frame">Each frame once, in order.</param>
    /// <remarks>
    /// Where the clock jumps back (a loop, a reconnect) or changes from one to the other, nobody knows how much time passed: as much as
    /// between the two frames before is the best guess, and a rate taken from it stays what it was.
    /// </remarks>
    public double Advance(FrameInfo frame) => Advance(frame.PtsSeconds, frame.ArrivedTimestamp);

    /// <inheritdoc cref="Advance(FrameInfo)"/>
    /// <param name="seconds">Presentation time; null where the container has none.</param>
    /// <param name="arrived">When its packet came.</param>
    public double Advance(double? seconds, long arrived)
    {
        var isPts = seconds != null;
        var now = seconds ?? (double)arrived / timestampFrequency;
        if (_last is { } last)
        {
            if (isPts == _lastWasPts && now >= last) _interval = now - last;
            _elapsed += _interval;
        }

        (_last, _lastWasPts) = (now, isPts);
        return _elapsed;
    }
}
