using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// Looks at compressed packets of one stream and says what can be known without decoding: a few bytes a packet. For one caller at a time.
/// </summary>
internal abstract class PacketInspector
{
    // Every picture stands alone. Lossless and mezzanine codecs besides MJPEG are rare from cameras, but cost nothing to name.
    private static readonly HashSet<string> IntraOnly = new(StringComparer.Ordinal)
    {
        "mjpeg", "mjpegb", "ljpeg", "jpegls", "jpeg2000", "png", "bmp", "gif", "tiff", "webp", "rawvideo", "v210", "dvvideo", "prores",
        "dnxhd", "cfhd", "huffyuv", "ffvhuff", "utvideo", "magicyuv",
    };

    /// <summary>Whether which packets can be left out is known: otherwise only whole runs from one intra frame to the next are.</summary>
    public abstract bool PairsPackets { get; }

    /// <summary>Whether every picture stands alone.</summary>
    public virtual bool IsIntraOnly => false;

    /// <summary>The inspector for a stream.</summary>
    /// <param name="stream">What the container says of it.</param>
    public static PacketInspector For(VideoStreamInfo stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return For(stream.CodecName, stream.ExtraData);
    }

    /// <summary>The inspector for a codec.</summary>
    /// <param name="codec">FFmpeg's name of it.</param>
    /// <param name="extraData">The codec's parameters, as the container has them; may be empty.</param>
    public static PacketInspector For(string codec, ReadOnlySpan<byte> extraData) => codec switch
    {
        "h264" => new H264Inspector(extraData),
        "hevc" => new HevcInspector(extraData),
        "mpeg4" => new Mpeg4Inspector(),
        "vp8" => new Vp8Inspector(),
        _ => new PlainInspector(IntraOnly.Contains(codec)),
    };

    /// <summary>Looks at a packet; each once, in stream order: parameters on the way are remembered.</summary>
    /// <param name="packet">Borrowed.</param>
    public PacketFacts Inspect(AvPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var facts = Inspect(packet.Data, packet.IsKey);
        return packet.IsHidden ? facts with { IsShown = false } : facts;
    }

    /// <summary>Looks at a packet's bytes.</summary>
    /// <param name="data">The payload.</param>
    /// <param name="isKey">What the container or parser says: decoding can start here.</param>
    public abstract PacketFacts Inspect(ReadOnlySpan<byte> data, bool isKey);
}
