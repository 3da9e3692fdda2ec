using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Tells when a packet was taken by the clock of its sender, from the sender reports that come with RTP. A clock further from ours than the
/// window is not believed: recorders are seen that send times hours off. RTP's 32 bits of time begin again, after half a day at 90 kHz, and
/// FFmpeg takes frame and report from both sides of it for that much apart until the next report: that is undone.
/// </summary>
/// <param name="timeBase">Of the packets.</param>
/// <param name="window">Most distance from the time of arrival; zero believes no sender.</param>
/// <param name="isEarly">Whether the sender's time comes one packet before the one it belongs to: FFmpeg's parsers give a unit out when the
/// next one begins, with what came with the beginning.</param>
internal sealed class SenderClock(AvRational timeBase, TimeSpan window, bool isEarly)
{
    private readonly double _wrapMicroseconds = (1L << 32) * 1e6 * timeBase.Num / timeBase.Den;
    private long? _early;
    private long? _offset;

    /// <summary>Packets whose sender's clock was too far from ours.</summary>
    public long Refused { get; private set; }

    /// <summary>Whether FFmpeg puts the packets of a codec together with a parser when they come by RTP.</summary>
    public static bool HasParser(string codec) => codec is "h264" or "hevc" or "mpeg4" or "h263" or "h261" or "mpeg1video" or "mpeg2video";

    /// <summary>When the packet was taken; null where its sender says nothing, or nothing sane.</summary>
    /// <param name="pts">The packet's presentation time; packets come in reading order.</param>
    /// <param name="senderMicroseconds">What came with it, in microseconds since 1970.</param>
    /// <param name="arrived">Our clock.</param>
    public DateTimeOffset? Taken(long? pts, long? senderMicroseconds, DateTimeOffset arrived)
    {
        var own = isEarly ? _early : senderMicroseconds;
        _early = senderMicroseconds;
        if (pts is not { } units || window <= TimeSpan.Zero) return null;
        var microseconds = (long)(units * 1e6 * timeBase.Num / timeBase.Den);
        if (own is { } sent) _offset = sent - microseconds;
        if (_offset is not { } offset) return null;
        var taken = offset + microseconds;

        // Compared as numbers first: a hostile sender's may be no date at all.
        var distance = taken - (arrived.ToUnixTimeMilliseconds() * 1000d);
        if (Math.Abs(distance) <= window.TotalMicroseconds) return DateTimeOffset.UnixEpoch.AddMicroseconds(taken);
        var wrap = -Math.CopySign(_wrapMicroseconds, distance);
        if (Math.Abs(distance + wrap) <= window.TotalMicroseconds) return DateTimeOffset.UnixEpoch.AddMicroseconds(taken + wrap);
        Refused++;
        return null;
    }
}
