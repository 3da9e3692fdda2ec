using System.Globalization;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>Says to FFmpeg how a video is encoded and contained.</summary>
internal static class VideoEncoding
{
    // Numbers of ITU-T H.273.
    private const int Bt709 = 1, UnspecifiedMatrix = 2, Smpte170M = 6;
    private const int HighDefinitionRows = 720;

    private static readonly MuxerOptions Matroska = new()
    {
        Format = "matroska",
        Options = new Dictionary<string, string> { ["flush_packets"] = "1" },
    };

    // The index waits for the first fragment, because only then can it say that B-frames start before the first picture: without that
    // all times would be late by the encoder's delay.
    private static readonly MuxerOptions Mp4 = new()
    {
        Format = "mp4",
        Options = new Dictionary<string, string>(Matroska.Options) { ["movflags"] = "+frag_keyframe+delay_moov+default_base_moof" },
    };

    private static readonly MuxerOptions Mov = Mp4 with { Format = "mov" };

    /// <summary>In fragments that go to the file as they come, so that one cut short plays as far as it goes.</summary>
    /// <param name="path">The file.</param>
    public static MuxerOptions ContainerOf(string path) => Path.GetExtension(path) switch
    {
        ".mkv" => Matroska,
        ".mov" => Mov,
        _ => Mp4,
    };

    /// <summary>The encoder's options for pictures like one.</summary>
    /// <param name="picture">The first one.</param>
    /// <param name="options">The stage's options.</param>
    public static EncoderOptions For(AvFrame picture, OutputOptions options)
    {
        var further = new Dictionary<string, string>();
        if (options.MaxKbps is { } most)
        {
            further["maxrate"] = string.Create(CultureInfo.InvariantCulture, $"{most}k");
            further["bufsize"] = string.Create(CultureInfo.InvariantCulture, $"{2L * most}k");
        }

        return new()
        {
            Codecs = EncoderChoice.For(options),
            Crf = options.Crf,
            Preset = options.Preset,
            BitRate = options.Kbps * 1000L,
            GopSize = options.Gop,
            Threads = options.Threads,
            FrameRate = options.NominalFps is { } fps ? new AvRational((int)Math.Round(fps * 1000), 1000) : null,
            LowDelay = options.IsLiveView,
            ColorSpace = options.Form == OutputFormat.Mjpeg ? Smpte170M : MatrixOf(picture),
            ColorRange = RangeOf(picture),
            Options = further,
        };
    }

    // Without these a player takes full range for limited and BT.709 for BT.601, and the colours are off. A stream that says nothing of
    // its matrix is taken as players take it: high definition as BT.709, what is smaller and whatever was a JPEG as BT.601.
    private static int MatrixOf(AvFrame picture)
    {
        var format = picture.SampleFormat;
        if (format.IsRgb || format.IsGray) return Smpte170M;
        if (picture.ColorSpace is > 0 and not UnspecifiedMatrix) return picture.ColorSpace;
        return picture.Height >= HighDefinitionRows && !format.IsFullRangeByName ? Bt709 : Smpte170M;
    }

    private static ColorRange RangeOf(AvFrame picture)
    {
        var format = picture.SampleFormat;
        if (format.IsRgb || format.IsGray) return ColorRange.Limited;
        return format.IsFullRangeByName || picture.ColorRange == ColorRange.Full ? ColorRange.Full : ColorRange.Limited;
    }
}
