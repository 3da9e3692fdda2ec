using System.Globalization;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>Says to FFmpeg how a video is encoded and contained.</summary>
internal static class VideoEncoding
{
    private const int UnspecifiedMatrix = 2;

    private static readonly MuxerOptions Matroska = new()
    {
        Options = new Dictionary<string, string> { ["flush_packets"] = "1" },
    };

    // The index waits for the first fragment, because only then can it say that B-frames start before the first picture: without that
    // all times would be late by the encoder's delay.
    private static readonly MuxerOptions Mp4 = new()
    {
        Options = new Dictionary<string, string>(Matroska.Options) { ["movflags"] = "+frag_keyframe+delay_moov+default_base_moof" },
    };

    /// <summary>In fragments that go to the file as they come, so that one cut short plays as far as it goes.</summary>
    /// <param name="path">The file.</param>
    public static MuxerOptions ContainerOf(string path) => Path.GetExtension(path) == ".mkv" ? Matroska : Mp4;

    /// <summary>The encoder's options for pictures like one.</summary>
    /// <param name="picture">The first one.</param>
    /// <param name="options">The stage's options.</param>
    public static EncoderOptions For(AvFrame picture, VideoOptions options)
    {
        var further = new Dictionary<string, string>();
        if (options.MaxKbps is { } most)
        {
            further["maxrate"] = string.Create(CultureInfo.InvariantCulture, $"{most}k");
            further["bufsize"] = string.Create(CultureInfo.InvariantCulture, $"{2L * most}k");
        }

        // Without these a player takes full range for limited and BT.709 for BT.601, and the colours are off.
        var format = picture.Format;
        if (!format.IsRgb && !format.IsGray)
        {
            if (picture.ColorSpace is > 0 and not UnspecifiedMatrix)
                further["colorspace"] = picture.ColorSpace.ToString(CultureInfo.InvariantCulture);
            if (format.IsFullRangeByName || picture.ColorRange == ColorRange.Full) further["color_range"] = "pc";
        }

        return new()
        {
            Crf = options.Crf,
            Preset = options.Preset,
            GopSize = options.Gop,
            Threads = options.Threads,
            FrameRate = options.Fps is { } fps ? new AvRational((int)Math.Round(fps * 1000), 1000) : null,
            Options = further,
        };
    }
}
