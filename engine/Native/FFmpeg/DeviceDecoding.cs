using System.Globalization;

namespace Sluice.Native.FFmpeg;

/// <summary>What NVIDIA's decoders take, known before one is opened. A card may take less: FFmpeg asks it, and goes back to the CPU.</summary>
public static class DeviceDecoding
{
    // The least that any card takes is 48 pixels across; the most is 8192 for the newer codecs and 4096 for the others.
    private const int Least = 48, MostOld = 4096, MostNew = 8192;

    /// <summary>Why a stream is decoded on the CPU instead.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>Null where a device may decode it.</returns>
    public static string? Missing(VideoStreamInfo stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Missing(stream.CodecName, stream.ProfileName, stream.PixelFormatName, stream.Width, stream.Height);
    }

    /// <summary>The same by what the container says.</summary>
    /// <param name="codec">FFmpeg's name of the codec.</param>
    /// <param name="profile">The codec's profile; null when unknown.</param>
    /// <param name="format">FFmpeg's name of the pixel format; null when unknown.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    public static string? Missing(string codec, string? profile, string? format, int width, int height)
    {
        var deep = codec is "hevc" or "vp9" or "av1";
        var isKnown = deep || codec is "h264" or "mpeg1video" or "mpeg2video" or "mpeg4" or "vc1" or "vp8" or "mjpeg";
        if (!isKnown) return $"NVDEC has no decoder for {codec}";
        var named = profile == null ? codec : $"{codec} ({profile})";
        switch (format)
        {
            case null or "yuv420p" or "yuvj420p" or "nv12":
                break;
            case "yuv420p10le" when deep:
                break;
            default:
                return $"{named} in {format} is not decoded by NVDEC: " + (deep ? "8 or 10 bits, 4:2:0" : "8 bits, 4:2:0") + " is needed";
        }

        var most = deep ? MostNew : MostOld;
        // A container may not tell the size; the decoder will then.
        if (width == 0 || height == 0 || (width >= Least && height >= Least && width <= most && height <= most)) return null;
        return string.Create(CultureInfo.InvariantCulture, $"{named} of {width}x{height} is not decoded by NVDEC: {Least}x{Least} to {most}x{most} is needed");
    }
}
