namespace Sluice.Native.FFmpeg;

/// <summary>How pictures are encoded.</summary>
public sealed record EncoderOptions
{
    /// <summary>FFmpeg's encoder name, such as <c>libx264</c>; null takes the first there is of libx264, libopenh264, mpeg4.</summary>
    public string? Codec { get; init; }

    /// <summary>Encoders to try one after another where <see cref="Codec"/> is null; the first that opens is taken. Null for the default list.</summary>
    public IReadOnlyList<string>? Codecs { get; init; }

    /// <summary>x264's trade of speed for size, <c>ultrafast</c> to <c>veryslow</c>; other encoders ignore it.</summary>
    public string Preset { get; init; } = "veryfast";

    /// <summary>Constant quality on x264's scale, 0 (lossless) to 51, for encoders that have such a thing; used where <see cref="BitRate"/> is null.</summary>
    public int Crf { get; init; } = 23;

    /// <summary>Bits a second; null encodes by constant quality.</summary>
    public long? BitRate { get; init; }

    /// <summary>Frames from one key frame to the next at most; null leaves it to the encoder.</summary>
    public int? GopSize { get; init; }

    /// <summary>B-frames in a row at most; null leaves it to the encoder, 0 keeps the delay low.</summary>
    public int? MaxBFrames { get; init; }

    /// <summary>Threads inside the encoder; 0 lets FFmpeg choose.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Nominal frame rate, written to the file and used by rate control; null for variable.</summary>
    public AvRational? FrameRate { get; init; }

    /// <summary>Each picture leaves the encoder at once: no look-ahead and no B-frames.</summary>
    public bool LowDelay { get; init; }

    /// <summary>Matrix said in the stream, as in <see cref="AvFrame.ColorSpace"/>; null leaves it open.</summary>
    public int? ColorSpace { get; init; }

    /// <summary>Value range said in the stream; null leaves it open.</summary>
    public ColorRange? ColorRange { get; init; }

    /// <summary>Pixel format given to the encoder; null for the 8-bit 4:2:0 that the encoder takes, which every player shows.</summary>
    public AvPixelFormat? Format { get; init; }

    /// <summary>Pictures lie in surfaces of a device's memory, NV12 of the video's size, such as these; borrowed. Null for host memory.</summary>
    public AvSurfacePool? Surfaces { get; init; }

    /// <summary>Further FFmpeg options of the encoder, such as <c>tune</c> = <c>zerolatency</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
