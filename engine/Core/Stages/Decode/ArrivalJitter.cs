using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>How unevenly packets arrive: a running mean of the difference between the time from packet to packet here and at the sender, as
/// RTP reckons it (https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1).</summary>
/// <param name="time">The clock of the arrivals.</param>
/// <param name="timeBase">Of the packets.</param>
internal sealed class ArrivalJitter(TimeProvider time, AvRational timeBase)
{
    private const double Share = 1.0 / 16;

    // A longer pause is a stall or a break in the timestamps, and counted as such.
    private const double LongestStep = 10;
    private long? _sent;
    private long _arrived;

    /// <summary>Seconds.</summary>
    public double Seconds { get; private set; }

    /// <summary>Notes a packet.</summary>
    /// <param name="dts">Its decoding time; null is passed over.</param>
    /// <param name="arrived">Monotonic.</param>
    public void Add(long? dts, long arrived)
    {
        if (dts is not { } sent) return;
        if (_sent is { } before)
        {
            var there = (sent - before) * (double)timeBase.Num / timeBase.Den;
            var here = time.GetElapsedTime(_arrived, arrived).TotalSeconds;
            if (there is > 0 and < LongestStep && here < LongestStep) Seconds += (Math.Abs(here - there) - Seconds) * Share;
        }

        (_sent, _arrived) = (sent, arrived);
    }
}
