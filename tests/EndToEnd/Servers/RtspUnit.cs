using System.Buffers.Binary;
using System.Text;

namespace Sluice.EndToEnd.Tests.Servers;

/// <summary>
/// One unit of an RTSP connection: a message in text, or one RTP or RTCP packet behind <c>$ channel length</c>.
/// https://datatracker.ietf.org/doc/html/rfc2326#section-10.12
/// </summary>
/// <param name="Bytes">The whole unit.</param>
internal readonly record struct RtspUnit(byte[] Bytes)
{
    public const int FrameHeader = 4;
    public const int RtpHeader = 12;

    private const byte SenderReport = 200;

    private bool IsPacket => Bytes.Length > FrameHeader && Bytes[0] == '$';

    /// <summary>RTP travels on even channels.</summary>
    public bool IsRtp => IsPacket && Bytes[1] % 2 == 0;

    public bool IsText => !IsPacket;

    /// <summary>Cuts the first whole unit off what was read.</summary>
    /// <returns>Its length; 0 when more has to be read.</returns>
    public static int Measure(ReadOnlySpan<byte> read)
    {
        if (read.IsEmpty) return 0;
        if (read[0] == '$')
        {
            if (read.Length < FrameHeader) return 0;
            var length = FrameHeader + BinaryPrimitives.ReadUInt16BigEndian(read[2..]);
            return length <= read.Length ? length : 0;
        }

        var end = read.IndexOf("\r\n\r\n"u8);
        if (end < 0) return 0;
        var whole = end + 4 + BodyLength(Encoding.ASCII.GetString(read[..end]));
        return whole <= read.Length ? whole : 0;
    }

    /// <summary>Moves the wall clock of an RTCP sender report. https://datatracker.ietf.org/doc/html/rfc3550#section-6.4.1</summary>
    /// <returns>Whether it was one.</returns>
    public bool MoveClock(TimeSpan by)
    {
        const int clock = FrameHeader + 8;
        if (!IsPacket || IsRtp || Bytes.Length < clock + 8 || Bytes[FrameHeader + 1] != SenderReport) return false;
        var seconds = Bytes.AsSpan(clock, 4);
        BinaryPrimitives.WriteUInt32BigEndian(seconds, BinaryPrimitives.ReadUInt32BigEndian(seconds) + unchecked((uint)(long)by.TotalSeconds));
        return true;
    }

    /// <summary>Moves the RTP timestamp of a packet or a sender report.</summary>
    /// <returns>Whether it has one.</returns>
    public bool MoveTimestamp(TimeSpan by)
    {
        const int videoRateHz = 90_000, inPacket = FrameHeader + 4, inReport = FrameHeader + 16;
        var at = IsRtp ? inPacket : inReport;
        if (!IsPacket || Bytes.Length < at + 4 || (!IsRtp && Bytes[FrameHeader + 1] != SenderReport)) return false;
        var stamp = Bytes.AsSpan(at, 4);
        BinaryPrimitives.WriteUInt32BigEndian(stamp, BinaryPrimitives.ReadUInt32BigEndian(stamp) + unchecked((uint)(long)(by.TotalSeconds * videoRateHz)));
        return true;
    }

    /// <summary>Puts other bytes in the place of some in a message in text.</summary>
    /// <param name="old">What to look for.</param>
    /// <param name="by">As many bytes.</param>
    /// <returns>Whether they were there.</returns>
    public bool TryReplace(ReadOnlySpan<byte> old, ReadOnlySpan<byte> by)
    {
        if (IsPacket || Bytes.AsSpan().IndexOf(old) is not (>= 0 and var at)) return false;
        by.CopyTo(Bytes.AsSpan(at));
        return true;
    }

    private static int BodyLength(string head)
    {
        const string name = "Content-Length:";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return 0;
        var digits = head[(at + name.Length)..].TrimStart().TakeWhile(char.IsAsciiDigit);
        return int.Parse("0" + string.Concat(digits), System.Globalization.CultureInfo.InvariantCulture);
    }
}
