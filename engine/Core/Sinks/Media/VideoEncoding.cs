using System.Globalization;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>Says to FFmpeg how a video is encoded and contained.</summary>
internal static class VideoEncoding
{
    private const int UnspecifiedMatrix = 2;

    /// <summary>
    /// In fragments, each with its index, so that a file cut short plays as far as it goes; times of B-frames may lie before the first
    /// frame's, so that the first one is at 0 without an edit list, which such a file cannot have.
    /// </summary>
    public static MuxerOptions Container { get; } = new()
    {
        Options = new Dictionary<string, string> { ["movflags"] = "+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets" },
    };

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
