namespace Sluice.Native.FFmpeg;

/// <summary>How a stream is decoded.</summary>
public sealed record DecoderOptions
{
    /// <summary>Threads inside the decoder; 1 costs the least CPU and holds no frames back for threading; 0 lets FFmpeg choose.</summary>
    public int ThreadCount { get; init; } = 1;

    /// <summary>Asks the decoder to give frames out without reordering delay, where the codec can.</summary>
    public bool LowDelay { get; init; }

    /// <summary>Which frames are decoded at all.</summary>
    public FrameSkip Skip { get; init; } = FrameSkip.None;

    /// <summary>Where the codec's loop filter is left out, in the codecs that have one.</summary>
    public LoopFilterSkip LoopFilter { get; init; } = LoopFilterSkip.None;

    /// <summary>How often width and height are halved while decoding; only for decoders that can, see <see cref="VideoDecoder.MostHalvings"/>.</summary>
    public int Halvings { get; init; }

    /// <summary>
    /// The device to decode on, borrowed; null for the CPU. What it can't decode is decoded on the CPU: a frame's format says where it came
    /// from.
    /// </summary>
    public AvHardwareDevice? Device { get; init; }

    /// <summary>Surfaces of the device that may be held outside of the decoder, beside those it needs itself.</summary>
    public int ExtraSurfaces { get; init; }

    /// <summary>Largest picture in pixels; a stream that claims more is damaged or hostile and fails instead of taking the memory.</summary>
    public long MaxPixels { get; init; } = 16384L * 8192;
}
