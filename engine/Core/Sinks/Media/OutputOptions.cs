using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>Where video goes and how it is encoded; what <c>video</c> and <c>mosaic</c> have in common.</summary>
public abstract record OutputOptions
{
    /// <summary>A file, a playlist, a server's URL, or <c>http</c>; may hold a password.</summary>
    [Description("Where to: out/{source}.mp4, out/{source}/{time}.mp4 with 'segment', out/{source}/index.m3u8, rtsp://..., rtmp://..., or http for motion JPEG on the web front.")]
    [Required]
    public string To { get; init; } = "";

    /// <summary>The form, where <c>to</c> does not show it.</summary>
    [Description("Form of the output, where 'to' does not show it.")]
    public OutputFormat Format { get; init; }

    /// <summary>Length of a file or a piece; null for one file, and for two seconds in HLS.</summary>
    [Description("Length of each file (a minute, say), or of each piece of HLS (2s without it). Cuts are at intra frames.")]
    public TimeSpan? Segment { get; init; }

    /// <summary>Pieces in an HLS playlist.</summary>
    [Description("Pieces in the HLS playlist; older ones are taken away."), Range(2, 1000)]
    public int Window { get; init; } = 6;

    /// <summary>How long segments are kept; null for ever.</summary>
    [Description("How long segments are kept; without it age takes none away.")]
    public TimeSpan? Keep { get; init; }

    /// <summary>Bytes of segments kept, over all sources of the stage; null for no limit.</summary>
    [Description("How much the segments of all sources of the stage may take; the oldest go first.")]
    public ByteSize? KeepBytes { get; init; }

    /// <summary>Where it is encoded, or FFmpeg's name of the encoder.</summary>
    [Description("cpu (the first that opens of libx264, libopenh264 and mjpeg), auto (the first NVIDIA GPU that encodes, else another hardware encoder, else the CPU, " +
        "and the log says why), cuda:0 and so on, without which the engine does not start, hevc_nvenc or hevc_nvenc:1 for HEVC there, or FFmpeg's name of an encoder.")]
    public string Encoder { get; init; } = EncoderChoice.Cpu;

    /// <summary>Constant quality on x264's scale: 0 (lossless) to 51.</summary>
    [Description("Quality, 0 (best) to 51 (smallest)."), Range(0, 51)]
    public int Crf { get; init; } = 23;

    /// <summary>x264's preset.</summary>
    [Description("Trade of speed for size: ultrafast, superfast, veryfast, faster, fast, medium, slow, slower, veryslow.")]
    public string Preset { get; init; } = "veryfast";

    /// <summary>Mean kilobits a second; null for constant quality.</summary>
    [Description("Mean kilobits a second; without it the quality decides."), Range(16, 1_000_000)]
    public int? Kbps { get; init; }

    /// <summary>Most kilobits a second; null for no limit.</summary>
    [Description("Most kilobits a second, over about two seconds; without it only the quality decides."), Range(16, 1_000_000)]
    public int? MaxKbps { get; init; }

    /// <summary>Frames from one intra frame to the next, at most.</summary>
    [Description("Frames from one intra frame to the next at most; a file that is cut short plays up to the last one."), Range(1, 10_000)]
    public int Gop { get; init; } = 50;

    /// <summary>Encoder threads a source.</summary>
    [Description("Encoder threads per source; 0 lets the encoder choose."), Range(0, 64)]
    public int Threads { get; init; } = 1;

    /// <summary>Pictures of a live source that wait for the encoder.</summary>
    [Description("Pictures of each live source that wait for the encoder; when it is behind, the oldest goes and is counted."), Range(1, 64)]
    public int Queue { get; init; } = 3;

    /// <summary>After how long without a picture a live output shows the badge; zero for never.</summary>
    [Description("After how long without a picture live outputs show the last one grey, with the time it is from; 0s for never.")]
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Most viewers of motion JPEG a source.</summary>
    [Description("Most viewers at once of each motion JPEG stream."), Range(1, 1000)]
    public int Viewers { get; init; } = 16;

    /// <summary>The form, seen from <c>to</c> where it is left open.</summary>
    internal OutputFormat Form
    {
        get
        {
            if (Format != OutputFormat.Auto) return Format;
            if (To == "http") return OutputFormat.Mjpeg;
            if (Is("rtsp://") || Is("rtsps://")) return OutputFormat.Rtsp;
            if (Is("rtmp://") || Is("rtmps://")) return OutputFormat.Rtmp;
            if (To.EndsWith(".m3u8", StringComparison.OrdinalIgnoreCase)) return OutputFormat.Hls;
            return Segment == null ? OutputFormat.File : OutputFormat.Segments;
        }
    }

    /// <summary>Whether it is watched while it is made: then delay counts, and a camera that is down must be seen to be.</summary>
    internal bool IsLiveView => Form is OutputFormat.Hls or OutputFormat.Rtsp or OutputFormat.Rtmp or OutputFormat.Mjpeg;

    /// <summary>Nominal rate for headers; null for variable.</summary>
    internal virtual double? NominalFps => null;

    /// <summary>The place without its password: records print every member otherwise.</summary>
    public sealed override string ToString() => $"{Form} {Config.Secrets.MaskUris(To)}";

    private bool Is(string scheme) => To.StartsWith(scheme, StringComparison.OrdinalIgnoreCase);
}
