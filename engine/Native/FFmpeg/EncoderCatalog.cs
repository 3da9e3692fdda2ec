using System.Globalization;

namespace Sluice.Native.FFmpeg;

/// <summary>What is particular to each encoder: the pixels it takes, and how it is told a quality.</summary>
public static class EncoderCatalog
{
    /// <summary>NVIDIA's encoder of H.264, which takes pictures where they lie on a device.</summary>
    public const string Nvenc = "h264_nvenc";

    /// <summary>NVIDIA's encoder of HEVC, which does as well.</summary>
    public const string NvencHevc = "hevc_nvenc";

    /// <summary>Encoders in hardware but NVIDIA's, the best served first; each is only tried where this FFmpeg has it.</summary>
    public static IReadOnlyList<string> Hardware { get; } =
        ["h264_qsv", "h264_vaapi", "h264_v4l2m2m", "h264_amf", "h264_videotoolbox"];

    /// <summary>Encoders in software: H.264 by either library, then motion JPEG, which every FFmpeg has.</summary>
    public static IReadOnlyList<string> Software { get; } = ["libx264", "libopenh264", "mjpeg"];

    // Others that somebody may name.
    private static readonly string[] Further = [Nvenc, "libx265", NvencHevc, "hevc_qsv", "libsvtav1", "libvpx", "libvpx-vp9"];

    private static readonly Lazy<IReadOnlyList<string>> Opened = new(() => [.. Hardware.Where(static name => Fault(name) == null)]);

    /// <summary>The hardware encoders that could be opened on this machine; found out once, at the first look.</summary>
    public static IReadOnlyList<string> UsableHardware => Opened.Value;

    /// <summary>The known encoders this FFmpeg was built with, whether or not the machine can run them.</summary>
    public static IReadOnlyList<string> Built()
    {
        FFmpegLibrary.Load();
        return [.. Hardware.Concat(Software).Concat(Further).Where(static name => AvCodec.avcodec_find_encoder_by_name(name) != 0)];
    }

    /// <summary>Tries an encoder on a small picture.</summary>
    /// <param name="name">FFmpeg's name.</param>
    /// <param name="device">The device to try it on, pictures lying there; null for pictures in host memory.</param>
    /// <returns>Why it cannot be used; null when it can.</returns>
    public static string? Fault(string name, AvHardwareDevice? device = null)
    {
        const int Width = 640, Height = 360;
        FFmpegLibrary.Load();
        if (AvCodec.avcodec_find_encoder_by_name(name) == 0) return "this FFmpeg does not have it";

        // Drivers that are not there are no news here: neither to the log nor to the console.
        var muted = new LogSource(name) { IsMuted = true };
        try
        {
            using var surfaces = device == null ? null : new AvSurfacePool(device, Width, Height, AvPixelFormat.Nv12);
            using var encoder = new VideoEncoder(Width, Height, new AvRational(1, 90_000), new EncoderOptions { Codec = name, Surfaces = surfaces }, false, muted);
            return null;
        }
        catch (AvException fault)
        {
            return muted.FirstError ?? $"it cannot be opened here: {AvError.Text(fault.Code)}";
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>The pixel format to hand to an encoder where nobody asks for one.</summary>
    internal static AvPixelFormat FormatOf(string name) => name switch
    {
        "mjpeg" => AvPixelFormat.Yuvj420p,
        "h264_qsv" or "hevc_qsv" => AvPixelFormat.Nv12,
        _ => AvPixelFormat.Yuv420p,
    };

    /// <summary>Whether an encoder is one of NVIDIA's.</summary>
    internal static bool IsNvenc(string name) => name is Nvenc or NvencHevc;

    /// <summary>Whether an encoder makes HEVC.</summary>
    internal static bool IsHevc(string name) => name is NvencHevc or "libx265" or "hevc_qsv";

    /// <summary>The options that say a quality, a preset and a low delay in an encoder's own words.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> QualityOf(string name, EncoderOptions options, int width, int height)
    {
        var crf = options.Crf.ToString(CultureInfo.InvariantCulture);
        var byQuality = options.BitRate == null;
        switch (name)
        {
            case "libx264" or "libx265":
                yield return new("preset", options.Preset);
                if (byQuality) yield return new("crf", crf);
                if (options.LowDelay) yield return new("tune", "zerolatency");
                break;
            case Nvenc or NvencHevc:
                yield return new("preset", NvencPreset(options.Preset));
                yield return new("forced-idr", "1");
                if (byQuality) yield return new("cq", crf);
                if (!options.LowDelay) break;

                // Each packet is asked for as soon as its picture was given, instead of three pictures later.
                yield return new("tune", "ull");
                yield return new("zerolatency", "1");
                yield return new("delay", "0");
                break;
            case "h264_qsv" or "hevc_qsv":
                yield return new("forced_idr", "1");
                if (byQuality) yield return new("global_quality", crf);
                if (options.LowDelay) yield return new("async_depth", "1");
                break;
            case "mjpeg" when byQuality && !options.Options.ContainsKey("qmin"):
                // Its own scale runs from 2 (best) to 31; x264's 23 looks about like its 5.
                var scale = Math.Clamp(2 + ((options.Crf - 14) / 3), 2, 31).ToString(CultureInfo.InvariantCulture);
                yield return new("qmin", scale);
                yield return new("qmax", scale);
                break;
            case "mpeg4" or "libopenh264" or "h264_v4l2m2m" or "h264_amf" or "h264_videotoolbox" when byQuality:
                // No constant quality here: 0.1 bit a pixel at 25 frames a second looks alike.
                yield return new("b", Math.Max(400_000, (long)width * height * 5 / 2).ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    // Seven steps for x264's nine; the two slowest look ahead, which takes surfaces and time.
    private static string NvencPreset(string preset) => preset switch
    {
        "ultrafast" => "p1",
        "superfast" => "p2",
        "veryfast" => "p3",
        "faster" or "fast" => "p4",
        "medium" => "p5",
        "slow" => "p6",
        _ => "p7",
    };
}
