using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection.Headers;

/// <summary>Finds out whether an intra frame's packet brings what its decoder has to know before.</summary>
internal static class ParameterSets
{
    private const int H264Sequence = 7, HevcSequence = 33;

    /// <summary>Whether a codec's intra frames can be told to be enough for a new decoder.</summary>
    /// <param name="codec">FFmpeg's name of it.</param>
    public static bool Knows(string codec) => codec is "h264" or "hevc" or "mjpeg" or "vp8";

    /// <summary>Whether sequence parameters are in a packet; codecs without have none.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="stream">Its stream, which says how units are told apart.</param>
    public static bool IsIn(AvPacket packet, VideoStreamInfo stream)
    {
        var isHevc = stream.CodecName == "hevc";
        if (!isHevc && stream.CodecName != "h264") return false;
        var units = new NalUnits(packet.Data, LengthBytes(stream.ExtraData, isHevc ? 21 : 4));
        while (units.MoveNext())
        {
            if (units.Current.IsEmpty) continue;
            var type = isHevc ? units.Current[0] >> 1 & 0x3F : units.Current[0] & 0x1F;
            if (type == (isHevc ? HevcSequence : H264Sequence)) return true;

            // Parameters come before the picture.
            if (isHevc ? type < 32 : type is >= 1 and <= 5) return false;
        }

        return false;
    }

    // avcC and hvcC begin with a version, start codes with zeros.
    private static int LengthBytes(ReadOnlySpan<byte> extraData, int at)
        => extraData.Length > at && extraData[0] == 1 ? (extraData[at] & 3) + 1 : 0;
}
