namespace Sluice.Native.FFmpeg;

/// <summary>How pictures are encoded.</summary>
public sealed record EncoderOptions
{
    /// <summary>FFmpeg's encoder name, such as <c>libx264</c>; null takes the first there is of libx264, libopenh264, mpeg4.</summary>
    public string? Codec { get; init; }

    /// <summary>x264's trade of speed for size, <c>ultrafast</c> to <c>veryslow</c>; other encoders ignore it.</summary>
    public string Preset { get; init; } = "veryfast";

    /// <summary>x264's constant quality, 0 (lossless) to 51; used where <see cref="BitRate"/> is null.</summary>
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

    /// <summary>Pixel format given to the encoder; null for yuv420p, which every player shows.</summary>
    public AvPixelFormat? Format { get; init; }

    /// <summary>Further FFmpeg options of the encoder, such as <c>tune</c> = <c>zerolatency</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
