using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>Finds out whether an intra frame's packet brings what its decoder has to know before, and what that says.</summary>
internal static class ParameterSets
{
    private const int H264InstantRefreshUnit = 5, H264SequenceUnit = 7, HevcSequenceUnit = 33;

    /// <summary>Whether a codec's intra frames can be told to be enough for a new decoder.</summary>
    /// <param name="codec">FFmpeg's name of it.</param>
    public static bool Knows(string codec) => codec is "h264" or "hevc" or "mjpeg" or "vp8";

    /// <summary>Whether sequence parameters are in a packet; codecs without have none.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="stream">Its stream, which says how units are told apart.</param>
    public static bool IsIn(AvPacket packet, VideoStreamInfo stream) => !SequenceIn(packet, stream).IsEmpty;

    /// <summary>The size that the sequence parameters in a packet say, in units that differ from codec to codec; null where there are none.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="stream">Its stream, which says how units are told apart.</param>
    public static (int Width, int Height)? SizeIn(AvPacket packet, VideoStreamInfo stream)
    {
        var unit = SequenceIn(packet, stream);
        if (stream.CodecName == "hevc") return unit.Length > 2 ? HevcSequence.Read(unit[2..], out _)?.Size : null;
        return unit.Length > 1 && H264Sequence.TryRead(unit[1..], out _, out var sequence) ? sequence.Size : null;
    }

    /// <summary>Whether a packet's picture has decoders forget all pictures before it; false for codecs other than H.264.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="stream">Its stream, which says how units are told apart.</param>
    public static bool IsInstantRefresh(AvPacket packet, VideoStreamInfo stream)
    {
        if (stream.CodecName != "h264") return false;
        var units = new NalUnits(packet.Data, LengthBytes(stream.ExtraData, 4));
        while (units.MoveNext())
            if (!units.Current.IsEmpty && (units.Current[0] & 0x1F) is >= 1 and <= 5 and var type) return type == H264InstantRefreshUnit;
        return false;
    }

    private static ReadOnlySpan<byte> SequenceIn(AvPacket packet, VideoStreamInfo stream)
    {
        var isHevc = stream.CodecName == "hevc";
        if (!isHevc && stream.CodecName != "h264") return default;
        var units = new NalUnits(packet.Data, LengthBytes(stream.ExtraData, isHevc ? 21 : 4));
        while (units.MoveNext())
        {
            if (units.Current.IsEmpty) continue;
            var type = isHevc ? units.Current[0] >> 1 & 0x3F : units.Current[0] & 0x1F;
            if (type == (isHevc ? HevcSequenceUnit : H264SequenceUnit)) return units.Current;

            // Parameters come before the picture.
            if (isHevc ? type < 32 : type is >= 1 and <= 5) return default;
        }

        return default;
    }

    // avcC and hvcC begin with a version, start codes with zeros.
    private static int LengthBytes(ReadOnlySpan<byte> extraData, int at)
        => extraData.Length > at && extraData[0] == 1 ? (extraData[at] & 3) + 1 : 0;
}
