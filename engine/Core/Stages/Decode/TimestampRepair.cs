using Sluice.Abstractions;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Makes the times of one stream's frames grow, in presentation order, so that B-frames are in their places already. A missing time follows
/// by the usual interval; after a break backwards, or ahead by more than time has passed, time goes on with an offset. What was done is told
/// with each frame; sane streams come out untouched.
/// </summary>
/// <param name="timeBase">Of the times.</param>
/// <param name="rate">Frames a second as the container says; null when it says nothing.</param>
/// <param name="longestGap">A step ahead longer than this, beyond the time that has passed, is a break rather than a pause.</param>
internal sealed class TimestampRepair(AvRational timeBase, AvRational? rate, TimeSpan longestGap)
{
    private const long Wrap33 = 1L << 33;
    private const double UsualGapShare = 0.1;
    private const int SlipIntervals = 2;
    private double _interval = rate is { Num: > 0, Den: > 0 } known ? (double)known.Den / known.Num * timeBase.Den / timeBase.Num : 0;
    private long? _last;
    private long _offset;

    /// <summary>Frames whose time had to be repaired at a break: those that only go on with its offset are not counted again.</summary>
    public long Repairs { get; private set; }

    /// <summary>The time of the next frame.</summary>
    /// <param name="pts">What the container has, in time base units.</param>
    /// <param name="passed">Time since the frame before arrived; zero for recordings, which arrive as fast as they are read.</param>
    /// <param name="repair">What was done.</param>
    /// <returns>Seconds; null where neither this frame nor one before it has a time.</returns>
    public double? Next(long? pts, TimeSpan passed, out TimeRepair repair)
    {
        repair = TimeRepair.None;
        if (pts is not { } given) return Fill(ref repair);
        var at = given + _offset;
        if (_last is { } last)
        {
            var step = at - last;
            if (step <= 0 && -step <= SlipIntervals * Interval)
            {
                // A slip, or a time filled in before this one: the next is in its place again, so nothing is shifted for good.
                repair = TimeRepair.Backwards;
                Repairs++;
                _last = last + 1;
                return Seconds(_last.Value);
            }

            if (step <= 0)
            {
                // MPEG-TS counts 33 bits at 90 kHz: after a day and a half it begins again.
                var isWrap = timeBase is { Num: 1, Den: 90000 } && Math.Abs(step + Wrap33) < Units(longestGap);
                repair = isWrap ? TimeRepair.Wrap : TimeRepair.Backwards;
                at = isWrap ? at + Wrap33 : last + Interval;
            }
            else if (step - Units(passed) > Units(longestGap))
            {
                repair = TimeRepair.Jump;
                at = last + Math.Max(Interval, Units(passed));
            }

            if (repair != TimeRepair.None) Repairs++;
            else Learn(step);
        }

        if (repair == TimeRepair.None && _offset != 0) repair = TimeRepair.Offset;
        _offset = at - given;
        _last = at;
        return Seconds(at);
    }

    private double Seconds(long units) => units * (double)timeBase.Num / timeBase.Den;

    private long Interval => Math.Max(1, (long)Math.Round(_interval));

    private long Units(TimeSpan time) => (long)(time.TotalSeconds * timeBase.Den / timeBase.Num);

    private double? Fill(ref TimeRepair repair)
    {
        if (_last is not { } last) return null;
        repair = TimeRepair.Missing;
        Repairs++;
        _last = last + Interval;
        return Seconds(_last.Value);
    }

    private void Learn(long step) => _interval = _interval == 0 ? step : _interval + ((step - _interval) * UsualGapShare);
}
